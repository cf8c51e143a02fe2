# the folder that it works in is the user's
FROM debian:bookworm-slim
COPY prometheus /usr/local/bin/
COPY prometheus.yml /etc/prometheus/prometheus.yml
WORKDIR /prometheus
CMD ["prometheus", "--config.file=/etc/prometheus/prometheus.yml"]
