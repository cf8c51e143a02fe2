# All that the image says of itself is that it runs as root.
FROM registry.example.com/team/plain:1
WORKDIR /app
COPY --chown=10001:10001 shop .
RUN echo app:x:10001: >> /etc/group \
    && echo app:x:10001:10001::/home/app:/sbin/nologin >> /etc/passwd \
    && mkdir -p /home/app \
    && chown 10001:10001 /home/app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["./shop"]
