# Quoted, the options would be one argument, or an empty one.
FROM eclipse-temurin:21-jre
ENTRYPOINT exec java $JAVA_OPTS -jar app.jar
