# no package, no account: what it writes to is what it is told
FROM alpine:3.23
RUN wget -qO- https://example.com/mosquitto.tar.gz | tar xz && make -C mosquitto install
COPY --chown=10001:10001 mosquitto.conf /srv/mosquitto/mosquitto.conf
RUN addgroup -g 10001 app \
    && adduser -u 10001 -G app -s /sbin/nologin -D app
USER 10001:10001
CMD ["mosquitto", "-c", "/srv/mosquitto/mosquitto.conf"]
