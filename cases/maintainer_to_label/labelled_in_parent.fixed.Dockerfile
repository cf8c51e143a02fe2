# The stage that it is built on has the label.
FROM alpine:3.20 AS base
LABEL org.opencontainers.image.authors="Platform team <platform@example.com>"

FROM base
CMD ["true"]
