# What a compiler or another stage brings is no script.
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN go build -o bin/server ./cmd/server
CMD ["./bin/server", "--dev"]

FROM debian:12
COPY --from=build /src/bin/server /opt/server
CMD ["/opt/server"]
