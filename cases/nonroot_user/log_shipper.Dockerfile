# the logs that it is given belong to root and to other accounts
FROM debian:bookworm-slim
COPY promtail /usr/bin/promtail
COPY config.yml /etc/promtail/config.yml
ENTRYPOINT ["/usr/bin/promtail"]
CMD ["-config.file=/etc/promtail/config.yml"]
