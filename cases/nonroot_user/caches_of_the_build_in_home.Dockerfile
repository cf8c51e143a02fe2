# Another user would have sbt fetch itself and all libraries at every start.
FROM sbtscala/scala-sbt:eclipse-temurin-17.0.13_11_1.10.7_3.3.4
WORKDIR /srv/shop
COPY . .
RUN sbt update compile
CMD ["sbt", "run"]
