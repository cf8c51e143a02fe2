# One source that needs ADD keeps the others.
FROM alpine:3.20
ADD app.conf https://example.com/app.json /etc/app/
ADD app.conf data.tar.gz /opt/app/
