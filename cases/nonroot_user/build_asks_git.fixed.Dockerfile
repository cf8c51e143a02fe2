# `go build` asks git for the version, and git refuses what belongs to another user.
FROM golang:1.22
WORKDIR /src
COPY . .
RUN go build -o /usr/local/bin/server .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /src
USER 10001:10001
CMD ["server"]
