# apk is told to install by what another command is given: older releases need the index for that.
FROM alpine:3.8
RUN apk update
RUN retry apk add jq
