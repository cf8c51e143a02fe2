# The RUN holds nothing but the chmod: it goes as a whole.
FROM debian:12
COPY --chmod=755 docker-entrypoint.sh /usr/local/bin/
ENTRYPOINT ["docker-entrypoint.sh"]
