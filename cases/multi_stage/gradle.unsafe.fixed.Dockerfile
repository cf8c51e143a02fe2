# Gradle, on Alpine.
FROM gradle:8.7-jdk21-alpine AS build
WORKDIR /app
COPY build.gradle.kts settings.gradle.kts ./
COPY src src
RUN gradle --no-daemon bootJar

FROM eclipse-temurin:21-jre-alpine
WORKDIR /app
COPY --from=build /app/build/libs/app.jar /app/build/libs/app.jar
ENTRYPOINT ["java", "-XX:+UseG1GC", "-jar", "/app/build/libs/app.jar"]
