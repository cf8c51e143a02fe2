# On a mount, in a place of its own, removed, in another home, or in a stage that is copied from.
FROM python:3.12 AS mounted
RUN --mount=type=cache,target=/root/.cache pipenv install

FROM python:3.12 AS moved
RUN PIPENV_CACHE_DIR=/tmp/c pipenv install

FROM python:3.12 AS removed
RUN pipenv install && rm -rf /root/.cache
RUN pipenv install && rm -rf ~/.cache/pipenv
RUN pipenv lock && pipenv install --clear

FROM python:3.12 AS sudo
RUN sudo pipenv install

FROM python:3.12 AS build
RUN pipenv install

FROM python:3.12-slim
COPY --from=build /app/.venv /app/.venv
