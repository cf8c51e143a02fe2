# The old instruction of one stage after another.
FROM golang:1.22 AS build
MAINTAINER Jane Roe <jane@example.com>
RUN go build ./...

FROM alpine:3.20
maintainer The Build Team
