# Spring Boot does not start where its log file cannot be opened: its folder is made and given over.
FROM eclipse-temurin:17-jre-jammy
COPY --chown=10001:10001 target/shop.jar app.jar
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /logs \
    && chown -R 10001:10001 /logs
USER 10001:10001
ENTRYPOINT ["java", "-jar", "/app.jar"]
