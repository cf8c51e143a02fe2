# A later RUN installs from the same lists: it gets an update of its own in the same edit.
FROM debian:12
RUN apt-get update && apt-get install -y jq && rm -rf /var/lib/apt/lists/*
COPY app /app
RUN apt-get update && apt-get install -y \
      file \
      && rm -rf /var/lib/apt/lists/*
