# Of a longer list only the chmod goes; an octal mode stays as it is written.
FROM alpine:3.20
WORKDIR /srv
COPY --chown=1000:1000 --chmod=0755 run.sh ./
RUN apk add --no-cache curl \
    && mkdir /data
CMD ["./run.sh"]
