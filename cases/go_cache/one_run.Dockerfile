# The program is built in the image that runs it, modules and all.
FROM golang:1.22
WORKDIR /app
COPY . .
RUN go build -o /usr/local/bin/app ./cmd/app
CMD ["app"]
