# A cache mount for something else does not hold pip's cache.
FROM python:3.11
RUN --mount=type=cache,target=/var/cache/apt pip install --no-cache-dir a
RUN --mount=type=bind,source=requirements.txt,target=/r.txt pip install --no-cache-dir -r /r.txt
