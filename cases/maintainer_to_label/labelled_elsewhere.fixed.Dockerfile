# The label of another stage does not reach this one.
FROM alpine:3.20 AS other
LABEL org.opencontainers.image.authors="Platform team <platform@example.com>"

FROM debian:12
LABEL org.opencontainers.image.authors="Jane Roe <jane@example.com>"
