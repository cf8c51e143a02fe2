# What the file itself sets, and a name whose beginning and end are known.
FROM eclipse-temurin:21-jre
ARG JAR_FILE=target/*.jar
ARG VERSION
ENV CONFIG=config/production.yaml
ADD ${JAR_FILE} /app.jar
ADD target/app-${VERSION}.jar /lib/app.jar
ADD "$CONFIG" /etc/app/
