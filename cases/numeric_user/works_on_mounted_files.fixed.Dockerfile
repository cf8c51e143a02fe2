# The account is 1000 in the image so far, as the host's first user, who mounts his folder here.
FROM python:3.11-slim
RUN pip install --no-cache-dir yt-dlp && useradd --uid 1000 fetch
USER 1000:1000
WORKDIR /downloads
ENTRYPOINT ["yt-dlp"]
