# The last one counts, as the last label does.
FROM alpine:3.20
LABEL org.opencontainers.image.authors="Jane Roe <jane@example.com>"
LABEL org.opencontainers.image.authors="John Doe <john@example.com>"
