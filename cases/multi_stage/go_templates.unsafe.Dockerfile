# The context holds templates, which the program may read.
FROM golang:1.22-alpine
WORKDIR /src
COPY . .
RUN go build -o server .
CMD ["./server"]
