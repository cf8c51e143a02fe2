# An update that is a layer of its own goes into the RUN that it serves.
FROM ubuntu:22.04

RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
RUN apt-get update && \
    apt-get install -y unzip && \
    unzip -v && \
    rm -rf /var/lib/apt/lists/*
