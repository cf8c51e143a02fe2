# HOME is not root's, so what lies in it is the application's.
FROM python:3.11-slim
ENV HOME=/srv/engine
WORKDIR ${HOME}
COPY requirements.lock ${HOME}/requirements.lock
COPY --chown=10001:10001 engine ${HOME}/engine
RUN pip install --no-cache-dir -r ${HOME}/requirements.lock
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /srv/engine
USER 10001:10001
CMD ["python", "-m", "engine"]
