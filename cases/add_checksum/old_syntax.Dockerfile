# syntax=docker/dockerfile:1.5
# This frontend refuses the flag: it came with 1.6.
FROM debian:12-slim
ADD https://dl.example.org/tool-1.4.2 /opt/tool
