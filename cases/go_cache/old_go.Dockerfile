# Before Go 1.13 `go clean -cache` removes the program in the folder, too: the version must be known.
FROM golang:1.12 AS image
RUN go build
CMD ["./app"]

FROM debian:10 AS packages
RUN apt-get update && apt-get install -y golang-go && go build
CMD ["./app"]

FROM ubuntu
RUN curl -fsSL https://example.com/go.tar.gz | tar -xz -C /usr/local && go build
CMD ["./app"]

FROM golang@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
RUN go build
CMD ["./app"]
