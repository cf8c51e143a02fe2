# Names are not all ASCII.
FROM alpine:3.20
LABEL org.opencontainers.image.authors="Zoë Åström <zoë@example.com>"
