# Two installs live on the lists of an update of its own: taking them from the first breaks the second.
FROM debian:12
RUN apt-get update
RUN apt-get install -y jq
RUN apt-get install -y file
