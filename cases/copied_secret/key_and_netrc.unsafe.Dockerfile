# Each file is there while a command runs that needs it; what closed and removed them goes.
FROM golang:1.23 AS build
WORKDIR /src
COPY id_ed25519 /root/.ssh/id_ed25519
COPY .netrc /root/
RUN chmod 600 /root/.ssh/id_ed25519 && mkdir -p /src/bin
COPY go.mod go.sum ./
RUN go mod download
RUN rm -f /root/.ssh/id_ed25519 /root/.netrc
RUN echo done
