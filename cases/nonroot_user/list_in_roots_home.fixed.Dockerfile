# A list that the build alone reads may lie in root's home.
FROM python:3.12-slim
COPY requirements.txt /root/
RUN cd /root && pip install -r requirements.txt
WORKDIR /app
COPY --chown=10001:10001 . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["python", "main.py"]
