# Who owns these is said already; system paths stay root's.
FROM python:3.12-slim
WORKDIR /app
COPY --chown=root:root config.yaml .
COPY app.conf /etc/app.conf
COPY --chown=10001:10001 src ./src
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["python", "src/main.py"]
