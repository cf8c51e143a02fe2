# On a mount, in a place of its own, or removed.
FROM golang:1.22 AS mounted
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build go build -o /app .
CMD ["/app"]

FROM golang:1.22 AS moved
RUN GOCACHE=/tmp/cache go build -o /app . && rm -rf /tmp/cache
CMD ["/app"]

FROM golang:1.22
RUN go build -o /app . && go clean -cache
CMD ["/app"]
