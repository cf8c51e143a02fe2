# The label is there: a second one would replace it.
FROM alpine:3.20
LABEL org.opencontainers.image.title="app" \
      org.opencontainers.image.authors="Platform team <platform@example.com>"
RUN true
