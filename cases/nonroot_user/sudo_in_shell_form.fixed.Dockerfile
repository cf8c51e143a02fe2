# The same in shell form, on Alpine, with an account that has a number.
FROM alpine:3.20
RUN apk add --no-cache sudo && adduser -D -u 1000 ops && echo "ops ALL=(ALL) NOPASSWD:ALL" > /etc/sudoers.d/ops
USER ops
WORKDIR /srv/app
COPY --chown=1000:1000 serve .
CMD ./serve --port 8080
