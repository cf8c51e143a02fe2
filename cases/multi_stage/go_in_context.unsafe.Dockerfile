# The context holds nothing but sources.
FROM golang:1.22-alpine
WORKDIR /src
EXPOSE 8080
COPY . .
RUN apk add --no-cache git && go build -o server ./cmd/server
CMD ["./server"]
