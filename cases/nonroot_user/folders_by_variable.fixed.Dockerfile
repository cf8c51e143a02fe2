# As root the program makes these folders itself; what is in its own folder it still can.
FROM python:3.12-slim
WORKDIR /app
ENV DATA_DIR=/data MEDIA_DIR=/data/media \
    HF_HOME=/models/hf \
    UPLOAD_FOLDER=/app/uploads \
    TMP_DIR=/tmp/work \
    PIP_CACHE_DIR=/cache/pip \
    JAVA_HOME=/opt/java
ENV DATABASE_URL=sqlite:////state/shop.db
COPY --chown=10001:10001 . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /data /models/hf /state \
    && chown 10001:10001 /app \
    && chown -R 10001:10001 /data /models/hf /state
USER 10001:10001
CMD ["python", "main.py"]
