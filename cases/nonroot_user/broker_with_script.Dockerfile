# script and configuration are in sight, and neither needs root
FROM alpine:3.23
RUN apk add --no-cache mosquitto && mkdir -p /mosquitto/data
COPY docker-entrypoint.sh /mosquitto/docker-entrypoint.sh
COPY conf /mosquitto/config
RUN chown -R mosquitto:mosquitto /mosquitto && chmod -R 755 /mosquitto
ENTRYPOINT ["/mosquitto/docker-entrypoint.sh"]
CMD ["/usr/sbin/mosquitto", "-c", "/mosquitto/config/mosquitto.conf"]
