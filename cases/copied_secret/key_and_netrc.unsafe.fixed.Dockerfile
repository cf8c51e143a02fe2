# Each file is there while a command runs that needs it; what closed and removed them goes.
FROM golang:1.23 AS build
WORKDIR /src
RUN mkdir -p /src/bin
COPY go.mod go.sum ./
RUN --mount=type=secret,id=id_ed25519,target=/root/.ssh/id_ed25519,required=true --mount=type=secret,id=netrc,target=/root/.netrc,required=true go mod download
RUN echo done
