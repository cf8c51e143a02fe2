# An image of a language: others build on it, and install as root.
FROM alpine:3.20
COPY node /usr/local/
COPY docker-entrypoint.sh /usr/local/bin/
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["node"]
