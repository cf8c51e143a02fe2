# /opt is the application's folder here, for it has no other.
FROM python:3.12-slim
COPY requirements.txt requirements.txt
COPY --chown=10001:10001 shop /opt/
RUN pip install -r requirements.txt
WORKDIR /opt/
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /opt
USER 10001:10001
CMD ["gunicorn", "-b", "0.0.0.0:8000", "app:app"]
