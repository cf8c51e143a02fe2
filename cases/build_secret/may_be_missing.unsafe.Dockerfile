# The command provides for builds that have no token: the mount is not required.
FROM python:3.12-slim
ARG GITHUB_TOKEN=""
RUN if [ -n "$GITHUB_TOKEN" ]; then git config --global user.name ci; fi && pip install --no-cache-dir requests
