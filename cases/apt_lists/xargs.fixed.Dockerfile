# A list of packages that xargs hands over: that installs, too, and needs the lists.
FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends jq && rm -rf /var/lib/apt/lists/*
COPY packages.txt tools.txt /tmp/
RUN apt-get update && grep -v '^#' /tmp/packages.txt | xargs apt-get install -y && rm -rf /var/lib/apt/lists/*
RUN apt-get update && xargs -r -a /tmp/tools.txt apt-get install -y && rm -rf /var/lib/apt/lists/*
RUN find /tmp -name '*.txt' | xargs rm -f
