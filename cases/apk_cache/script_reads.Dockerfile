# A script may look into the index that the update fetched.
FROM alpine:3.20
COPY install.sh /
RUN apk update
RUN /install.sh && apk add curl
