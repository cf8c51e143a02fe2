# Only the caller of the build knows what these are.
FROM debian:12
ARG FILE
ARG VERSION
ADD ${FILE} /opt/
ADD "$FILE.conf" /opt/
ADD dist/app-${VERSION} /opt/
