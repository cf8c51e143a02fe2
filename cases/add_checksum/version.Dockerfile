# A release's file is not meant to change: whoever changes it should be noticed.
FROM debian:12-slim
ADD https://github.com/krallin/tini/releases/download/v0.19.0/tini /tini
add --chmod=755 \
    https://dl.example.org/tool-1.4.2.tar.gz \
    /usr/local/bin/tool
ADD ["https://dl.example.org/2024-05-01/data.csv", "/data/"]
RUN chmod +x /tini
