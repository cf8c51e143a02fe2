# Who names the C library of the other architecture compiles for it: gcc links with -m32 only then.
FROM debian:12
RUN apt-get update && apt-get install -y gcc make libc6-dev-i386 && rm -rf /var/lib/apt/lists/*
COPY src /src
RUN make -C /src
