# The program makes its folders as root; another user finds them made, and its own.
FROM golang:1.22 AS build
WORKDIR /src
COPY go.mod main.go ./
RUN CGO_ENABLED=0 go build -o /out/shop .
FROM debian:bookworm-slim
COPY --from=build /out/shop /usr/local/bin/shop
CMD ["shop"]
