# What stands in a loop or in a function runs several times: the next turn needs the lists.
FROM debian:12
RUN apt-get update && for name in jq file; do apt-get install -y $name; done && rm -rf /var/lib/apt/lists/*
RUN set -eu; \
    apt-get update; \
    for name in less tree; do \
        apt-get install -y $name || exit 1; \
    done; \
    tree --version; \
    rm -rf /var/lib/apt/lists/*
FROM debian:12
RUN get() { apt-get install -y "$@"; }; apt-get update && get bc && get m4 && rm -rf /var/lib/apt/lists/*
RUN apt-get update && grep -v '^#' /etc/names | while read -r name; do \
        apt-get install -y "$name" < /dev/null; \
    done \
    && rm -rf /var/lib/apt/lists/*
RUN apt-get update && { for name in zip unzip; do apt-get install -y $name; done; } && echo done && rm -rf /var/lib/apt/lists/*
FROM debian:12
RUN for turn in 1 2 3; do apt-get update && apt-get install -y jq file && break || sleep 5; done && rm -rf /var/lib/apt/lists/*
FROM debian:12
RUN apt-get update && echo jq file | xargs -n 1 sh -c 'apt-get install -y $0' name && rm -rf /var/lib/apt/lists/*
FROM debian:12
RUN apt-get update && for name in jq file; do sh -c "apt-get install -y $name"; done && rm -rf /var/lib/apt/lists/*
FROM debian:12
RUN apt-get update
RUN { get() { apt-get install -y "$@"; }; get jq; get file; }
