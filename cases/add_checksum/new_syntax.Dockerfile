# syntax=docker/dockerfile:1.6
# This frontend knows checksums.
FROM debian:12-slim
ADD https://dl.example.org/tool-1.4.2 /opt/tool
