# The author says root where nothing else is built; on request all the same.
FROM debian:12
COPY agent /opt/agent/agent
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app
USER 10001:10001
CMD ["/opt/agent/agent"]
