# What the file itself sets, and a name whose beginning and end are known.
FROM eclipse-temurin:21-jre
ARG JAR_FILE=target/*.jar
ARG VERSION
ENV CONFIG=config/production.yaml
COPY ${JAR_FILE} /app.jar
COPY target/app-${VERSION}.jar /lib/app.jar
COPY "$CONFIG" /etc/app/
