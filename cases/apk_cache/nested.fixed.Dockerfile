# In a branch, in a loop, in a shell of its own, for a later build, and as a list of words.
FROM alpine:3.20
ARG DEBUG
RUN if [ -n "$DEBUG" ]; then apk add --no-cache gdb; fi
RUN for name in curl jq; do apk add --no-cache "$name"; done
RUN sh -c 'apk add --no-cache file'
ONBUILD RUN apk add --no-cache less
RUN ["apk", "add", "--no-cache", "tree"]
