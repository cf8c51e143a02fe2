# Lines and comments stay where they are.
FROM amazoncorretto:21
CMD ["java", \
    # half of what the container has
    "-Xmx512m", "-Xms512m", \
    "--add-opens", "java.base/java.lang=ALL-UNNAMED", \

    "-jar", "/app/app.jar"]
