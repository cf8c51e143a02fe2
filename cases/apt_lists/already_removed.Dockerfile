# Every way to remove them counts, also among other things.
FROM debian:12
RUN apt-get update && apt-get install -y curl && rm -rf /tmp/* /var/lib/apt/lists/*
RUN apt-get update && apt-get install -y jq && rm -rf /var/lib/apt/lists
RUN apt-get update && apt-get install -y file && rm -rf /var/lib/{apt,dpkg}/lists/
RUN apt-get update && apt-get install -y less && apt-get distclean
