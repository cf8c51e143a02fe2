# Every option that only says how sudo asks, or whose variables it keeps, goes with it.
FROM ubuntu:24.04
RUN apt-get update
RUN apt-get install -y git
RUN apt-get install -y curl
RUN apt-get clean
