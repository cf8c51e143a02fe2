# H2 makes its files in the root folder, where only root may.
FROM eclipse-temurin:17-jre-jammy
COPY target/shop.jar app.jar
ENTRYPOINT ["java", "-jar", "/app.jar"]
