# Everyone may write to /tmp, and only its owner to a volume there.
FROM alpine:3.20
WORKDIR /app
COPY . .
VOLUME /tmp/out
CMD ["./serve"]
