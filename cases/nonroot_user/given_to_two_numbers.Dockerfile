# Which of the two runs it is not known: it gets a user of its own.
FROM alpine:3.20
WORKDIR /app
COPY --chown=1500:1500 . .
COPY --chown=1600:1600 web ./web
CMD ["./serve"]
