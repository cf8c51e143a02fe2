# no package, no account: what it writes to is what it is told
FROM alpine:3.23
RUN wget -qO- https://example.com/mosquitto.tar.gz | tar xz && make -C mosquitto install
COPY mosquitto.conf /srv/mosquitto/mosquitto.conf
CMD ["mosquitto", "-c", "/srv/mosquitto/mosquitto.conf"]
