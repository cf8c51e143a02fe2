# sudo runs it the same.
FROM alpine:3.20
RUN apk add --no-cache sudo && adduser -D app && echo 'app ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/app
USER app
RUN sudo apk update && sudo apk add jq && sudo rm -rf /var/cache/apk/*
