# Below flags that have lines of their own.
FROM python:3.12-slim
COPY . .
RUN --mount=type=secret,id=token \
    --network=default \
    --mount=type=cache,target=/root/.cache/pip \
    pip install .
