# Logback's configuration names the file, by a variable of its own.
FROM eclipse-temurin:17-jre-jammy
WORKDIR /srv/shop
COPY --chown=10001:10001 target/shop.jar app.jar
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /data/uploads /var/log/shop \
    && chown 10001:10001 /srv/shop \
    && chown -R 10001:10001 /data/uploads /var/log/shop
USER 10001:10001
CMD ["java", "-Dupload.dir=/data/uploads", "-jar", "app.jar"]
