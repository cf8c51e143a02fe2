# These flags mean the same to COPY.
FROM alpine:3.20
ADD --chown=10001:10001 --chmod=0644 app.conf /etc/app/
ADD --link \
    # the license goes with the program
    --chown=0:0 \
    LICENSE.txt /usr/share/app/
