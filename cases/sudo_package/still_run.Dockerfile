# The command of the image runs it.
FROM debian:12
RUN apt-get update && apt-get install -y sudo python3
RUN useradd -m app
USER app
CMD ["sudo", "python3", "app.py"]
