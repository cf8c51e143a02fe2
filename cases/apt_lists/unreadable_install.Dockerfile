# What a shell of another kind is given is not read, and installs.
FROM continuumio/miniconda3
RUN apt-get update && apt-get install -y --no-install-recommends jq
SHELL ["conda", "run", "-n", "base", "/bin/bash", "-c"]
RUN apt-get install -y --no-install-recommends file
