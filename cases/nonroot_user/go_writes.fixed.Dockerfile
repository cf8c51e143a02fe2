# The program makes its folders as root; another user finds them made, and its own.
FROM golang:1.22 AS build
WORKDIR /src
COPY go.mod main.go ./
RUN CGO_ENABLED=0 go build -o /out/shop .
FROM debian:bookworm-slim
COPY --from=build /out/shop /usr/local/bin/shop
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /shelf /var/lib/shop \
    && chown -R 10001:10001 /shelf /var/lib/shop
USER 10001:10001
CMD ["shop"]
