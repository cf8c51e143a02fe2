# A script that is not here may install from the lists: it gets them.
FROM debian:12
COPY provision.sh install.sh /
RUN apt-get update && /provision.sh && rm -rf /var/lib/apt/lists/*
RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
RUN apt-get update && \
    bash -e /install.sh --all && \
    curl --version && \
    rm -rf /var/lib/apt/lists/*
