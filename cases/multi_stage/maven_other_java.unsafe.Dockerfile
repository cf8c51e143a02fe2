# There is no JRE of that name.
FROM maven:3.9-amazoncorretto-17
COPY pom.xml .
COPY src src
RUN mvn package
CMD ["java", "-jar", "target/app.jar"]
