# A backslash is itself in a MAINTAINER, and an escape in a LABEL.
FROM alpine:3.20
LABEL org.opencontainers.image.authors="CORP\\jane \"the \\\" boss\""
