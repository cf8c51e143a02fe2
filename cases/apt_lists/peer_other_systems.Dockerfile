# There are no such lists here.
FROM alpine:3.20
RUN apk add --no-cache jq
FROM scratch
COPY --from=0 /usr/bin/jq /jq
