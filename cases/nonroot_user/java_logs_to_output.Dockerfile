# What goes to the container's output, and what is written when all is lost, needs no folder.
FROM eclipse-temurin:17-jre-jammy
WORKDIR /srv/shop
COPY target/shop.jar app.jar
CMD ["java", "-Xlog:gc:stdout", "-Xlog:os=warning", "-XX:HeapDumpPath=/var/log", "-jar", "app.jar"]
