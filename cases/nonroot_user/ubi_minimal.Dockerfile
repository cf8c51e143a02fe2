# No useradd in this image: the account is two lines of text.
FROM registry.access.redhat.com/ubi9/ubi-minimal:9.4
RUN microdnf install -y java-21-openjdk-headless && microdnf clean all
WORKDIR /opt/app
COPY target/app.jar .
CMD ["java", "-jar", "app.jar"]
