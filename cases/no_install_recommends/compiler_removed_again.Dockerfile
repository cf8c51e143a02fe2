# What is named for the compiler goes with it: apt removes by itself only what nobody has named.
FROM python:3.12-slim-bookworm
RUN apt-get update && apt-get install -y gcc curl \
    && pip install --no-cache-dir psutil \
    && apt-get purge -y --auto-remove gcc \
    && rm -rf /var/lib/apt/lists/*
# behind it, an autoremove of its own
RUN apt-get update && apt-get install -y gcc \
    && pip install --no-cache-dir cffi \
    && apt-get remove -y gcc && apt-get autoremove -y \
    && rm -rf /var/lib/apt/lists/*
# nothing removes here what came by itself
RUN apt-get update && apt-get install -y gcc \
    && pip install --no-cache-dir regex \
    && apt-get remove -y gcc \
    && rm -rf /var/lib/apt/lists/*
