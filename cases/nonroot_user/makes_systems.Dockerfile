# What makes a system from packages changes its root and its owners, which only root may.
FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends debootstrap squashfs-tools \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY make.sh .
CMD ["./make.sh"]
