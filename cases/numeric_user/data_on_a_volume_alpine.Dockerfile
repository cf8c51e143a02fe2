# busybox begins with the same number, for the group, too
FROM alpine:3.20
RUN addgroup app && adduser -D -G app app
VOLUME /home/app/data
USER app
CMD ["/usr/local/bin/serve"]
