# From a stage, a heredoc and a URL; the mode is set by an instruction for each.
FROM golang:1.22 AS build
RUN go build -o /out/server .

FROM debian:12
COPY --from=build --chmod=755 /out/server /usr/local/bin/server
COPY --chmod=755 <<EOT /start.sh
#!/bin/sh
exec server
EOT
ADD --chmod=755 https://example.com/tools/tini /usr/bin/tini
ENTRYPOINT ["/usr/local/bin/server"]
