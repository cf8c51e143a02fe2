# Nothing to do.
FROM alpine:3.20
ENV A=1 B="2 3" \
    C=4
LABEL version="1.0" vendor=ACME
