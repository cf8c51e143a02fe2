# Here it does.
FROM golang:1.22-bookworm
COPY go.mod main.go ./
RUN go build -o /server main.go
USER 10001:10001
CMD ["/server"]
