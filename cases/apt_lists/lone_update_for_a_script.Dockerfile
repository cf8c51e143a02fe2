# A script that is not here may need the lists.
FROM debian:12
RUN apt-get update
COPY provision.sh /
RUN /provision.sh
