# What an earlier RUN installed is not named again.
FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends build-essential ca-certificates python3-dev
RUN apt-get update && apt-get install -y --no-install-recommends python3-pip curl
RUN pip3 install --break-system-packages flask
