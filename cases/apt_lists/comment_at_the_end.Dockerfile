# What stands behind a shell comment would be a comment too.
FROM debian:12
RUN apt-get update && apt-get install -y curl # for the health check
