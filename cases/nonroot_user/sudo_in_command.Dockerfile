# An account that may become root runs the program as root.
FROM ubuntu:22.04
RUN apt-get update && apt-get install -y python3 sudo && useradd -m super && echo "super ALL=(ALL) NOPASSWD:ALL" >> /etc/sudoers
WORKDIR /app
COPY . .
USER super
CMD ["sudo", "python3", "app.py"]
