# No account has the number, and whoever runs the image says it: the files stay that user's.
FROM python:3.12-slim
WORKDIR /app
COPY --chown=1000:1000 . .
RUN mkdir -p data && chown -R 1000:1000 /app
RUN groupadd --gid 1000 app \
    && useradd --uid 1000 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 1000:1000 /app \
    && chown -R 1000:1000 /app/data
USER 1000:1000
VOLUME /app/data
CMD ["./serve"]
