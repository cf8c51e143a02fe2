# A rule for one command is there for a program, and that is not in sight.
FROM python:3.11-slim
RUN apt-get update && apt-get install -y --no-install-recommends sudo wireguard-tools && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 -m app && echo "app ALL=(ALL) NOPASSWD: /usr/bin/wg" > /etc/sudoers.d/app
WORKDIR /srv
COPY main.py .
USER 10001:10001
CMD ["python", "main.py"]
