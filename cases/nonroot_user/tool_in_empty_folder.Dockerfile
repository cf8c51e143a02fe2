# Nothing is in /workspace until somebody mounts it.
FROM golang:1.24 AS build
WORKDIR /src
COPY . .
RUN go build -o /out/tidy ./cmd/tidy
FROM debian:12-slim
COPY --from=build /out/tidy /usr/local/bin/tidy
WORKDIR /workspace
ENTRYPOINT ["tidy", "--write"]
