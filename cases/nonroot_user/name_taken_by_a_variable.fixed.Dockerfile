# Accounts are made, one by the name that a variable holds, which is the usual one.
FROM debian:12
ARG WHO=app
RUN useradd $WHO
RUN useradd other
RUN groupadd --gid 10001 appuser \
    && useradd --uid 10001 --gid appuser --no-log-init --create-home --shell /usr/sbin/nologin appuser
USER 10001:10001
CMD ["sleep", "1"]
