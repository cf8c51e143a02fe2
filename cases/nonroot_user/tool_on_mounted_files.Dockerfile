# Who runs it mounts a folder of his own, and ffmpeg writes there.
FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/*
WORKDIR /media/clips
ENTRYPOINT ["ffmpeg", "-hide_banner"]
