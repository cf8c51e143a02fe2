# Lines and comments stay where they are.
FROM alpine:3.20
LABEL \
    # the first one
    org.opencontainers.image.authors="Jane Roe <jane@example.com>, \
    # and the second
    John Doe <john@example.com>"

RUN true
