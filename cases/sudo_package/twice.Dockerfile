# Two installs of nothing else in one list.
FROM alpine:3.20
RUN apk add --no-cache sudo && apk add --no-cache doas && mkdir /srv/app
CMD ["sleep", "inf"]
