# Gradle, on Alpine.
FROM gradle:8.7-jdk21-alpine
WORKDIR /app
COPY build.gradle.kts settings.gradle.kts ./
COPY src src
RUN gradle --no-daemon bootJar
ENTRYPOINT ["java", "-XX:+UseG1GC", "-jar", "/app/build/libs/app.jar"]
