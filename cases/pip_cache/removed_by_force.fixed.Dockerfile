# `rm -rf` does not mind; it may stay.
FROM python:3.11
RUN pip install --no-cache-dir a && rm -rf ~/.cache/pip
