# The program comes out of another stage, and is no script.
FROM golang:1.22 AS build
RUN go build -o /out/app .
FROM debian:12
RUN apt-get update && apt-get install -y sudo ca-certificates
COPY --from=build /out/app /usr/local/bin/app
CMD ["/usr/local/bin/app"]
