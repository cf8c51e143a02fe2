# A script that the build runs makes an account by the usual name: groupadd would fail.
FROM debian:12
COPY setup.sh /tmp/
RUN sh /tmp/setup.sh
RUN groupadd --gid 10001 appuser \
    && useradd --uid 10001 --gid appuser --no-log-init --create-home --shell /usr/sbin/nologin appuser
USER 10001:10001
CMD ["sleep", "1"]
