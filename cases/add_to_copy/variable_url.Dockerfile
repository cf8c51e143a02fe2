# What the variables hold needs ADD.
FROM debian:12
ARG URL=https://example.com/app
ENV ARCHIVE=app.tar.gz
ADD ${URL} /tmp/app
ADD ${URL}/LICENSE.txt /tmp/
ADD $ARCHIVE /opt/
