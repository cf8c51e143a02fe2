# The image has a program that the server may run, or a user whose account it makes.
FROM golang:1.22-alpine
COPY go.mod main.go ./
RUN apk add --no-cache ffmpeg && go build -o /server .
CMD ["/server"]
