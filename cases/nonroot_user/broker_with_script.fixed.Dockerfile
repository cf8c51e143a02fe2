# script and configuration are in sight, and neither needs root
FROM alpine:3.23
RUN apk add --no-cache mosquitto && mkdir -p /mosquitto/data
COPY docker-entrypoint.sh /mosquitto/docker-entrypoint.sh
COPY --chown=10001:10001 conf /mosquitto/config
RUN chown -R mosquitto:mosquitto /mosquitto && chmod -R 755 /mosquitto
RUN addgroup -g 10001 app \
    && adduser -u 10001 -G app -s /sbin/nologin -D app \
    && chown -R 10001:10001 /mosquitto/data
USER 10001:10001
ENTRYPOINT ["/mosquitto/docker-entrypoint.sh"]
CMD ["/usr/sbin/mosquitto", "-c", "/mosquitto/config/mosquitto.conf"]
