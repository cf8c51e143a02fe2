# In a folder of the system the log is a file that Java could not put aside when it is full.
FROM eclipse-temurin:17-jre-jammy
WORKDIR /srv/shop
COPY target/shop.jar app.jar
CMD ["java", "-Xlog:gc:/var/log/gc.log", "-jar", "app.jar"]
