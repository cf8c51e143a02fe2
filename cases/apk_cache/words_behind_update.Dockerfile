# A missing && makes one update of it all: nothing is installed, and no guess is made.
FROM alpine:3.20
RUN apk update \
    apk add git
RUN apk add --no-cache curl
