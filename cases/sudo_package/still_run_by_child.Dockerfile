# The stage built on it runs it, a script in the Dockerfile does, and so does SHELL.
FROM debian:12 AS base
RUN apt-get update && apt-get install -y sudo
FROM base
RUN useradd -m app
USER app
RUN sudo -i make
CMD ["sleep", "inf"]
FROM debian:12
RUN apt-get update && apt-get install -y sudo
COPY <<EOF /run.sh
sudo make
EOF
CMD ["sh", "/run.sh"]
