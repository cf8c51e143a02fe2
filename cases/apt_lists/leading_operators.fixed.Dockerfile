# The operators open the lines: so does the new one.
FROM debian:12
RUN apt-get update \
    && apt-get install -y \
        curl \
        # for the archives
        unzip \
    && rm -rf /var/lib/apt/lists/*
CMD ["curl", "--version"]
