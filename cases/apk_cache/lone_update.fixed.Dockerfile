# An update of its own goes where all that it served gets the flag.
FROM alpine:3.20 AS base
RUN apk add --no-cache curl
RUN apk add --no-cache jq

FROM base
RUN apk add --no-cache file
