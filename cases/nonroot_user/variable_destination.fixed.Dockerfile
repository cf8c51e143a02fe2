# The destination is a variable's.
FROM python:3.12-slim
ENV APP_HOME=/srv/shop
WORKDIR $APP_HOME
COPY --chown=10001:10001 . $APP_HOME
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /srv/shop
USER 10001:10001
CMD ["python", "main.py"]
