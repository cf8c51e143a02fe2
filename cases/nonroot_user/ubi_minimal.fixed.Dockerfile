# No useradd in this image: the account is two lines of text.
FROM registry.access.redhat.com/ubi9/ubi-minimal:9.4
RUN microdnf install -y java-21-openjdk-headless && microdnf clean all
WORKDIR /opt/app
COPY --chown=10001:10001 target/app.jar .
RUN echo app:x:10001: >> /etc/group \
    && echo app:x:10001:10001::/home/app:/sbin/nologin >> /etc/passwd \
    && mkdir -p /home/app \
    && chown 10001:10001 /home/app \
    && chown 10001:10001 /opt/app
USER 10001:10001
CMD ["java", "-jar", "app.jar"]
