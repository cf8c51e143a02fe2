# An account that may become root runs the program as root.
FROM ubuntu:22.04
RUN apt-get update && apt-get install -y python3 sudo && useradd --uid 10001 -m super && echo "super ALL=(ALL) NOPASSWD:ALL" >> /etc/sudoers
WORKDIR /app
COPY --chown=10001:10001 . .
RUN chown 10001:10001 /app
USER 10001:10001
CMD ["python3", "app.py"]
