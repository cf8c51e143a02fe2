# It is said, not changed: only the owner of the image knows whether its base is kept up to date.
FROM debian:12
RUN apt-get update && apt-get upgrade -y && apt-get install -y jq
RUN apt-get update && apt-get -y dist-upgrade
RUN apt update && apt full-upgrade -y
