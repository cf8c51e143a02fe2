# The same on Alpine, with another group.
FROM alpine:3.20
WORKDIR /app
COPY --chown=1500:1600 . .
RUN mkdir -p data && chown 1500 data
CMD ["./serve"]
