# The flag is there, wherever it stands; nothing is left to say.
FROM alpine:3.20
RUN apk add --no-cache curl && apk --no-cache add jq && apk add -U --no-cache file
RUN apk upgrade --no-cache && apk del curl && apk info
