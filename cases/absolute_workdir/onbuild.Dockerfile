# It is relative to the folder of an image that is yet to be built.
FROM debian:12
WORKDIR /srv
ONBUILD WORKDIR app
