# Root's home is closed to all others: the folder is opened to the program that is kept there.
FROM golang:1.24 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o server .

FROM alpine:3.20
WORKDIR /root/
COPY --from=build /src/server .
EXPOSE 8080
CMD ["./server"]
