# A script that is not here may install from the lists: it gets them.
FROM debian:12
RUN apt-get update
COPY provision.sh install.sh /
RUN /provision.sh
RUN apt-get update && apt-get install -y curl
RUN bash -e /install.sh --all && \
    curl --version
