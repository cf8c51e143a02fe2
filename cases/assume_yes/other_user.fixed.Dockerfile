# sudo passes the flag on.
FROM debian:12
RUN apt-get update && apt-get install -y sudo && echo 'app ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/app
USER app
RUN sudo apt-get update && sudo DEBIAN_FRONTEND=noninteractive apt-get install -y jq
