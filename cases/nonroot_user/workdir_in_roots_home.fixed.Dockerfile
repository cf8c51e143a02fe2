# Root's home is closed to all others: the folder is opened to the program that is kept there.
FROM golang:1.24 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o server .

FROM alpine:3.20
WORKDIR /root/
COPY --chown=10001:10001 --from=build /src/server .
EXPOSE 8080
RUN addgroup -g 10001 app \
    && adduser -u 10001 -G app -s /sbin/nologin -D app \
    && chown 10001:10001 /root
USER 10001:10001
CMD ["./server"]
