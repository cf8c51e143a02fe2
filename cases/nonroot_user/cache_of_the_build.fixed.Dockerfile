# The folder of a cache that the build alone uses says nothing of the program.
FROM python:3.12-slim
WORKDIR /app
COPY requirements.txt .
RUN mkdir -p /root/.cache/pip && pip install --no-cache-dir -r requirements.txt
RUN mkdir -p ~/.cache/wheels && pip download -d ~/.cache/wheels wheel && rm -r ~/.cache/wheels
COPY --chown=10001:10001 . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["python", "serve.py"]
