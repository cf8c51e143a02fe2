# Alpine's adduser -S puts the account into nogroup; the group that USER names is the file's own.
FROM alpine:3.23
RUN addgroup -g 10001 -S deploy && adduser -u 10001 -S -g deploy deploy
USER 10001:10001
CMD ["/usr/bin/deploy"]
