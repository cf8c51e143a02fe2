# a program in a folder of its own that only its owner may run is the user's
FROM python:3.12-slim
WORKDIR /app
COPY --chown=10001:10001 . .
COPY --chown=10001:10001 start.sh /opt/scripts/start.sh
RUN chmod u+x /opt/scripts/start.sh
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
ENTRYPOINT ["/opt/scripts/start.sh"]
CMD ["python", "main.py"]
