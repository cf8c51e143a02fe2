# What `exec` was for.
FROM eclipse-temurin:21-jre
ENTRYPOINT ["java", "-jar", "/app/app.jar"]
