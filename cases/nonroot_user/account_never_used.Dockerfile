# The file makes an account for the program and forgets to change to it.
FROM alpine:3.20
RUN addgroup -S web && adduser -S -G web web
WORKDIR /srv
COPY . .
RUN chown -R web:web /srv
CMD ["./serve"]
