# The old instruction of one stage after another.
FROM golang:1.22 AS build
LABEL org.opencontainers.image.authors="Jane Roe <jane@example.com>"
RUN go build ./...

FROM alpine:3.20
label org.opencontainers.image.authors="The Build Team"
