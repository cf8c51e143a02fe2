# An init runs what follows it.
FROM debian:12
RUN apt-get update && apt-get install -y tini
WORKDIR /app
COPY --chown=10001:10001 worker .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
ENTRYPOINT ["/usr/bin/tini", "--"]
CMD ["./worker"]
