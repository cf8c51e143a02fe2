# the folder that it works in is the user's
FROM debian:bookworm-slim
COPY prometheus /usr/local/bin/
COPY prometheus.yml /etc/prometheus/prometheus.yml
WORKDIR /prometheus
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /prometheus
USER 10001:10001
CMD ["prometheus", "--config.file=/etc/prometheus/prometheus.yml"]
