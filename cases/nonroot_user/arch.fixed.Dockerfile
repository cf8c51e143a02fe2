# Arch has nologin elsewhere again.
FROM archlinux:base
COPY tool /opt/tool/tool
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/bin/nologin app
USER 10001:10001
CMD ["/opt/tool/tool", "serve"]
