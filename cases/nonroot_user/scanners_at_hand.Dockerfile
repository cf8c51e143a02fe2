# What the program runs is not in sight, but what it is to run sends packets of its own making.
FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends masscan && rm -rf /var/lib/apt/lists/*
COPY scan /usr/local/bin/
ENTRYPOINT ["scan"]
