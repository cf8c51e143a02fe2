# Of apk, with doas.
FROM alpine:3.20
RUN apk add --no-cache python3
CMD ["python3", "-m", "http.server"]
