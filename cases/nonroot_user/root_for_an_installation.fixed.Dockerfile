# This USER root is for the RUN below it, not for the program.
FROM debian:12
WORKDIR /app
USER root
RUN apt-get update && apt-get install -y ca-certificates
COPY --chown=10001:10001 app .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["./app"]
