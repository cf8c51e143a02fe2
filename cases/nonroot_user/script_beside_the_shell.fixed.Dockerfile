# A shell reads the script that lies where it works, whose name has no slash.
FROM python:3.12-slim
WORKDIR /srv
COPY --chown=10001:10001 . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /srv/state \
    && chown 10001:10001 /srv /srv/state
USER 10001:10001
CMD ["bash", "start.sh"]
