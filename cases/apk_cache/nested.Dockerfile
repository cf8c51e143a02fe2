# In a branch, in a loop, in a shell of its own, for a later build, and as a list of words.
FROM alpine:3.20
ARG DEBUG
RUN if [ -n "$DEBUG" ]; then apk add gdb; fi
RUN for name in curl jq; do apk add "$name"; done
RUN sh -c 'apk update && apk add file'
ONBUILD RUN apk update && apk add less
RUN ["apk", "add", "tree"]
