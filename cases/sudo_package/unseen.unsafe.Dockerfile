# A script that is not in sight may run it: not by default.
FROM debian:12
RUN apt-get update && apt-get install -y sudo git
COPY entrypoint.sh /
ENTRYPOINT ["/entrypoint.sh"]
