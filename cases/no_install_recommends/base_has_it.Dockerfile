# The full image of python has compilers, certificates and git already.
FROM python:3.12-bookworm
RUN apt-get update && apt-get install -y curl cmake
