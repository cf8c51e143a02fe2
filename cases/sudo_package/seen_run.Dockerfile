# The script is in sight and runs it.
FROM debian:12
RUN apt-get update && apt-get install -y sudo git
COPY scripts/ /usr/local/bin/
ENTRYPOINT ["/usr/local/bin/entrypoint.sh"]
