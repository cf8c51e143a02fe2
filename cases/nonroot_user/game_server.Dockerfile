# it writes its world, its settings and what it unpacks into the folder that it works in
FROM eclipse-temurin:21-jre
WORKDIR /server
RUN curl -fsSLo server.jar https://example.com/server.jar && java -jar server.jar --initSettings
RUN echo eula=true > eula.txt
CMD ["java", "-Xmx2G", "-jar", "server.jar", "nogui"]
