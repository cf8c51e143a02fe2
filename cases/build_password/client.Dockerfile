# SSH's client asks for no password of this image's; its server would.
FROM python:3.12-slim
RUN apt-get update && apt-get install -y --no-install-recommends git openssh-client && rm -rf /var/lib/apt/lists/*
RUN ssh-keyscan github.com >> /etc/known_hosts
RUN echo 'root:abc' | chpasswd
COPY app.py /app/
CMD ["python", "/app/app.py"]
