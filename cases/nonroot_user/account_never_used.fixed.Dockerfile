# The file makes an account for the program and forgets to change to it.
FROM alpine:3.20
RUN addgroup -g 10001 -S web && adduser -u 10001 -S -G web web
WORKDIR /srv
COPY --chown=10001:10001 . .
RUN chown -R web:web /srv
RUN chown 10001:10001 /srv
USER 10001:10001
CMD ["./serve"]
