# it writes its world, its settings and what it unpacks into the folder that it works in
FROM eclipse-temurin:21-jre
WORKDIR /server
RUN curl -fsSLo server.jar https://example.com/server.jar && java -jar server.jar --initSettings
RUN echo eula=true > eula.txt
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown -R 10001:10001 /server
USER 10001:10001
CMD ["java", "-Xmx2G", "-jar", "server.jar", "nogui"]
