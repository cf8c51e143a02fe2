# Play writes the number of its process to the folder that sbt has made as root.
FROM sbtscala/scala-sbt:eclipse-temurin-jammy-17.0.5_8_1.8.3_3.2.2
WORKDIR /srv/shop
COPY . .
RUN sbt stage
CMD ["sh", "-c", "exec target/universal/stage/bin/shop -Dhttp.port=$PORT"]
