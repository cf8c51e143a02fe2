# A list in a variable whose value the Dockerfile gives.
FROM debian:12
ENV TOOLS="jq file"
RUN apt-get update && apt-get install -y --no-install-recommends $TOOLS
