# The program comes with a folder of the context, and may be a script.
FROM debian:12
RUN apt-get update && apt-get install -y sudo git
COPY usr/ /usr/
CMD ["/usr/local/bin/start"]
