# cmake leans on make and a compiler: one line each, as the others have it.
FROM debian:12
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        cmake \
        ninja-build \
        ca-certificates \
        gcc \
        libc6-dev \
        make \
    && rm -rf /var/lib/apt/lists/*
COPY . /src
RUN cmake /src && make
