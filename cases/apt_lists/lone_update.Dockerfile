# An update that is a layer of its own goes into the RUN that it serves.
FROM ubuntu:22.04

RUN apt-get update

RUN apt-get install -y curl
RUN apt-get install -y unzip && \
    unzip -v
