# syntax=docker/dockerfile:1.1
# This frontend knows no mounts.
FROM python:3.12-slim
RUN pip install flask
