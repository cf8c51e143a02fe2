# Which C library the program is linked to, the tag does not say.
FROM golang:1.22
COPY go.mod main.go ./
RUN go build -o /server main.go
CMD ["/server"]
