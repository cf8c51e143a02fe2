# The base image works in / or in a folder that is known.
FROM debian:12
WORKDIR /app
RUN make

FROM golang:1.22
WORKDIR /go/src/app
