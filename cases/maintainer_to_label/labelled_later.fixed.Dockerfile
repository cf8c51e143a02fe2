# The label that follows would replace it.
FROM alpine:3.20

LABEL "org.opencontainers.image.authors"="Platform team <platform@example.com>"
