# syntax=docker/dockerfile:1
# The command provides for builds that have no token: the mount is not required.
FROM python:3.12-slim
RUN --mount=type=secret,id=GITHUB_TOKEN,env=GITHUB_TOKEN if [ -n "$GITHUB_TOKEN" ]; then git config --global user.name ci; fi && pip install --no-cache-dir requests
