# A shell starts it.
FROM golang:1.22-alpine
COPY go.mod main.go ./
RUN go build -o /server .
CMD /server
