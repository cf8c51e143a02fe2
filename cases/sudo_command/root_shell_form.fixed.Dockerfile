# The command of the image, in shell form.
FROM alpine:3.20
RUN apk add python3
HEALTHCHECK CMD wget -q -O- http://localhost:8080/ || exit 1
CMD python3 app.py
