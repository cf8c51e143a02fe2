# Logback's configuration names the file, by a variable of its own.
FROM eclipse-temurin:17-jre-jammy
WORKDIR /srv/shop
COPY target/shop.jar app.jar
CMD ["java", "-Dupload.dir=/data/uploads", "-jar", "app.jar"]
