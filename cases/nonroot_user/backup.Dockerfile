# what it is to keep belongs to anybody
FROM alpine:3.23
RUN apk add --no-cache restic
ENTRYPOINT ["/usr/bin/restic"]
