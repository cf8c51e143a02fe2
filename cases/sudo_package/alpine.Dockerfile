# Of apk, with doas.
FROM alpine:3.20
RUN apk add --no-cache sudo
RUN apk add --no-cache doas python3
RUN apk update && apk add opendoas && rm -rf /var/cache/apk/*
CMD ["python3", "-m", "http.server"]
