# The later RUN fetches the lists itself, through another command.
FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends jq
RUN retry apt-get update && retry apt-get install -y --no-install-recommends file
