# Java does not start where it cannot open the log that an option or a variable names.
FROM eclipse-temurin:17-jre-jammy
WORKDIR /srv/shop
COPY target/shop.jar app.jar
ENV JAVA_OPTS="-Xmx256m -Xlog:gc*:file=/logs/gc.log:time"
ENV JAVA_TOOL_OPTIONS="-Djava.io.tmpdir=/uploads -XX:HeapDumpPath=/dumps"
CMD ["sh", "-c", "exec java $JAVA_OPTS -jar app.jar"]
