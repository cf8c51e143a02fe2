# Spring Boot does not start where its log file cannot be opened: its folder is made and given over.
FROM eclipse-temurin:17-jre-jammy
COPY target/shop.jar app.jar
ENTRYPOINT ["java", "-jar", "/app.jar"]
