# `go build` asks git for the version, and git refuses what belongs to another user.
FROM golang:1.22
WORKDIR /src
COPY . .
RUN go build -o /usr/local/bin/server .
CMD ["server"]
