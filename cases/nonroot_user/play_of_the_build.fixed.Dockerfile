# Play writes the number of its process to the folder that sbt has made as root.
FROM sbtscala/scala-sbt:eclipse-temurin-jammy-17.0.5_8_1.8.3_3.2.2
WORKDIR /srv/shop
COPY . .
RUN sbt stage
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /srv/shop/target/universal/stage \
    && chown 10001:10001 /srv/shop \
    && chown -R 10001:10001 /srv/shop/target/universal/stage
USER 10001:10001
CMD ["sh", "-c", "exec target/universal/stage/bin/shop -Dhttp.port=$PORT"]
