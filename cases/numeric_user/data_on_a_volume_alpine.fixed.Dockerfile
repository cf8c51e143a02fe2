# busybox begins with the same number, for the group, too
FROM alpine:3.20
RUN addgroup -g 1000 app && adduser -u 1000 -D -G app app
VOLUME /home/app/data
USER 1000:1000
CMD ["/usr/local/bin/serve"]
