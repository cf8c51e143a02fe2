# Two installs live on the lists of an update of its own: taking them from the first breaks the second.
FROM debian:12
RUN apt-get update && apt-get install -y jq && rm -rf /var/lib/apt/lists/*
RUN apt-get update && apt-get install -y file && rm -rf /var/lib/apt/lists/*
