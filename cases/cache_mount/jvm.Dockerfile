# Maven and Gradle lock what they keep.
FROM maven:3.9-eclipse-temurin-17 AS api
COPY . .
RUN mvn -B package -DskipTests
FROM gradle:8-jdk17 AS web
COPY . .
RUN gradle --no-daemon build
FROM eclipse-temurin:17-jre
COPY --from=api target/app.jar /app.jar
COPY --from=web build/libs/web.jar /web.jar
CMD ["java", "-jar", "/app.jar"]
