# Whoever builds on it or mounts a configuration may have nginx listen elsewhere.
FROM nginx:1.27
RUN apt-get update && apt-get install -y --no-install-recommends jq && rm -rf /var/lib/apt/lists/*
