# What has a program's name is a folder: all files in it would get the mode.
FROM debian:12
COPY serve.sh /srv/serve.sh
RUN chmod +x /srv/serve.sh
