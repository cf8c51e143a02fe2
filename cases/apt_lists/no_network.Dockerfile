# The second RUN cannot update, so the lists stay.
FROM debian:12
RUN apt-get update && apt-get install -y --download-only curl
RUN --network=none apt-get install -y curl
