# The registry has no such tag, it is slim already, or the full image has no more.
FROM python:3.12
FROM python:3.12-slim
FROM python:3.12-alpine3.20
FROM debian:12
FROM python@sha256:a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1
