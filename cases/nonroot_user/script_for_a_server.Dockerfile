# the script is out of sight, and what it starts in the end has an account of its own
FROM alpine:3.23
RUN apk add --no-cache mosquitto
COPY docker-entrypoint.sh /
ENTRYPOINT ["/docker-entrypoint.sh"]
