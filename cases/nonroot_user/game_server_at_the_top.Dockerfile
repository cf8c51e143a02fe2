# it works in /, where only root writes
FROM eclipse-temurin:21-jre
RUN curl -fsSLo server.jar https://example.com/server.jar && echo eula=true > eula.txt
CMD ["java", "-Xmx2G", "-jar", "server.jar", "nogui"]
