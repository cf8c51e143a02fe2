# The name of the jar is a pattern, which only a shell resolves.
FROM maven:3.9-eclipse-temurin-17
COPY pom.xml .
COPY src src
RUN mvn package
CMD java -jar target/*.jar
