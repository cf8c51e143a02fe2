# what a variable may add is a flag of the shell's, not the script
FROM debian:bookworm-slim
WORKDIR /opt/control
COPY --chown=10001:10001 . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /opt/control
USER 10001:10001
CMD ["/opt/control/start.sh"]
