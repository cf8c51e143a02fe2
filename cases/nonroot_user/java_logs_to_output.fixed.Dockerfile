# What goes to the container's output, and what is written when all is lost, needs no folder.
FROM eclipse-temurin:17-jre-jammy
WORKDIR /srv/shop
COPY --chown=10001:10001 target/shop.jar app.jar
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /srv/shop
USER 10001:10001
CMD ["java", "-Xlog:gc:stdout", "-Xlog:os=warning", "-XX:HeapDumpPath=/var/log", "-jar", "app.jar"]
