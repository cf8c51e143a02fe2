# cmake leans on make and a compiler: one line each, as the others have it.
FROM debian:12
RUN apt-get update \
    && apt-get install -y \
        cmake \
        ninja-build \
    && rm -rf /var/lib/apt/lists/*
COPY . /src
RUN cmake /src && make
