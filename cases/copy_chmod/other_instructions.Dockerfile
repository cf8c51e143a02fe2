# From a stage, a heredoc and a URL; the mode is set by an instruction for each.
FROM golang:1.22 AS build
RUN go build -o /out/server .

FROM debian:12
COPY --from=build /out/server /usr/local/bin/server
COPY <<EOT /start.sh
#!/bin/sh
exec server
EOT
ADD https://example.com/tools/tini /usr/bin/tini
RUN chmod 755 /usr/bin/tini && chmod +x /start.sh && chmod +x /usr/local/bin/server
ENTRYPOINT ["/usr/local/bin/server"]
