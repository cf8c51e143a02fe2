# What xargs hands over is installed by the same command, which reads the index, too.
FROM alpine:3.8
RUN apk upgrade --no-cache
COPY packages.txt /tmp/
RUN grep -v '^#' /tmp/packages.txt | xargs apk add --no-cache
