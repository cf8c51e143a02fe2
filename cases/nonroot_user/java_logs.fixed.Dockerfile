# Java does not start where it cannot open the log that an option or a variable names.
FROM eclipse-temurin:17-jre-jammy
WORKDIR /srv/shop
COPY --chown=10001:10001 target/shop.jar app.jar
ENV JAVA_OPTS="-Xmx256m -Xlog:gc*:file=/logs/gc.log:time"
ENV JAVA_TOOL_OPTIONS="-Djava.io.tmpdir=/uploads -XX:HeapDumpPath=/dumps"
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /uploads /dumps /logs \
    && chown 10001:10001 /srv/shop \
    && chown -R 10001:10001 /uploads /dumps /logs
USER 10001:10001
CMD ["sh", "-c", "exec java $JAVA_OPTS -jar app.jar"]
