# a module that lies where PYTHONPATH says makes a folder that only root could make
FROM python:3.12-slim
ENV PYTHONPATH="${PYTHONPATH}:/srv/jobs"
WORKDIR /srv/jobs
COPY --chown=10001:10001 . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /var/lib/keeper \
    && chown 10001:10001 /srv/jobs \
    && chown -R 10001:10001 /var/lib/keeper
USER 10001:10001
CMD ["python", "bin/start.py"]
