# The script may install from the lists, which are not removed.
FROM debian:12
COPY setup.sh /setup.sh
RUN apt-get update && apt-get install -y curl
RUN /setup.sh
