# HOME is not root's, so what lies in it is the application's.
FROM python:3.11-slim
ENV HOME=/srv/engine
WORKDIR ${HOME}
COPY requirements.lock ${HOME}/requirements.lock
COPY engine ${HOME}/engine
RUN pip install --no-cache-dir -r ${HOME}/requirements.lock
CMD ["python", "-m", "engine"]
