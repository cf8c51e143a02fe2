# The script is in sight and runs it not.
FROM debian:12
RUN apt-get update && apt-get install -y sudo git
COPY scripts/entrypoint.sh /usr/local/bin/
ENTRYPOINT ["entrypoint.sh"]
