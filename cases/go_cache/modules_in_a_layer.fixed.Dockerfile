# The modules are in an earlier layer, so only what this RUN adds is removed.
FROM golang:1.22-alpine
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN apk add --no-cache git \
    # the program
    && CGO_ENABLED=0 go build -o /app . \
    && go clean -cache \
    && apk del git
ENTRYPOINT ["/app"]
