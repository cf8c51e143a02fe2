# These flags mean the same to COPY.
FROM alpine:3.20
COPY --chown=10001:10001 --chmod=0644 app.conf /etc/app/
COPY --link \
    # the license goes with the program
    --chown=0:0 \
    LICENSE.txt /usr/share/app/
