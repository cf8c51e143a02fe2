# Alpine's adduser -S puts the account into nogroup; the group that USER names is the file's own.
FROM alpine:3.23
RUN addgroup -S deploy && adduser -S -g deploy deploy
USER deploy:deploy
CMD ["/usr/bin/deploy"]
