# A variable in front of the subcommand holds flags: that installs, too, and needs the lists.
FROM debian:12
ARG APT_FLAGS="-qq -y --no-install-recommends"
RUN apt-get update && apt-get ${APT_FLAGS} install jq && rm -rf /var/lib/apt/lists/*
RUN apt-get update && apt-get $APT_FLAGS install file && rm -rf /var/lib/apt/lists/*
