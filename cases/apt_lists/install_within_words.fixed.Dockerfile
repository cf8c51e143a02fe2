# apt is told to install by what another command is given, by a variable, or by a tool that asks it.
FROM debian:12
ENV APT_INSTALL="apt-get install -y --no-install-recommends"
RUN apt-get update && $APT_INSTALL jq && rm -rf /var/lib/apt/lists/*
RUN apt-get update && $APT_INSTALL file && rm -rf /var/lib/apt/lists/*
RUN apt-get update && retry apt-get install -y --no-install-recommends bc && rm -rf /var/lib/apt/lists/*
RUN apt-get update && eval "apt-get install -y --no-install-recommends less" && rm -rf /var/lib/apt/lists/*
RUN apt-get update && bash -c "for each in a b; do apt-get install -y \$each; done" && rm -rf /var/lib/apt/lists/*
RUN apt-get update && rosdep install -y --from-paths src && rm -rf /var/lib/apt/lists/*
RUN echo "apt-get install more, if you like"
