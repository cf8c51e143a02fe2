# What `exec` was for.
FROM eclipse-temurin:21-jre
ENTRYPOINT exec java -jar /app/app.jar
