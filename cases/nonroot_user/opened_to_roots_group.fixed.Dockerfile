# OpenShift, or `--user 1000`, runs it as any user, whose group is root's: that may write on.
FROM python:3.12-slim
WORKDIR /app
COPY --chown=10001:0 . .
RUN mkdir -p data && chgrp -R 0 /app && chmod -R g=u /app
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:0 /app /app/data
USER 10001:10001
CMD ["./serve"]
