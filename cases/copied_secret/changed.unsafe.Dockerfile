# A command moves the file, and another takes its whole folder: neither can be done to a mount.
FROM golang:1.23
COPY id_rsa /tmp/id_rsa
RUN mkdir -p /root/.ssh && mv /tmp/id_rsa /root/.ssh/id_rsa && go mod download && rm -rf /root/.ssh
