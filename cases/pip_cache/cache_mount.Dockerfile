# What is on a mount is not in the image; without its cache the mount would be useless.
FROM python:3.11
RUN --mount=type=cache,target=/root/.cache/pip pip install a
RUN --mount=type=cache,target=/root/.cache,sharing=locked pip install b
RUN --mount=type=cache,id=home,dst=/home/app/.cache/pip/ pip install c
RUN --mount=type=cache,target=/root pip install d
RUN --mount=type=tmpfs,target=/root/.cache pip install e
ENV PIP_CACHE_DIR=/var/cache/pip
RUN --mount=type=cache,target=/var/cache/pip pip install f
