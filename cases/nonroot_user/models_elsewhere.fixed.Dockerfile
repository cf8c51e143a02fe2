# A variable puts it where every user finds it.
FROM python:3.12-slim
ENV U2NET_HOME=/usr/local/share/u2net
RUN pip install --no-cache-dir rembg && python -c "from rembg import new_session; new_session()"
COPY --chown=10001:10001 main.py /srv/main.py
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app
USER 10001:10001
CMD ["python", "/srv/main.py"]
