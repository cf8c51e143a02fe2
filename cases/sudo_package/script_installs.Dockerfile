# A script of the same list may install from the lists: the update stays for it.
FROM debian:12
COPY scripts/install.sh /
RUN apt-get update && apt-get install -y sudo && /install.sh
CMD ["sleep", "inf"]
