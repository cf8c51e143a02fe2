# A program of Go that links no C: it needs nothing but itself.
FROM golang:1.22
WORKDIR /app
ENV LOG_LEVEL=info CGO_ENABLED=0
COPY go.mod go.sum ./
RUN go mod download
COPY *.go ./
RUN go build -o /usr/local/bin/server .

# the API
EXPOSE 8080
ENTRYPOINT ["/usr/local/bin/server"]
CMD ["--port", "8080"]
