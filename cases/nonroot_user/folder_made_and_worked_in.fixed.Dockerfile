# A folder that is given for two reasons is named once.
FROM python:3.11-slim
RUN mkdir /jobs && chmod 700 /jobs
WORKDIR /jobs
COPY --chown=10001:10001 . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /jobs
USER 10001:10001
CMD ["python", "work.py"]
