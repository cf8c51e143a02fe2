# What is run in another build, as the user that this image hands on.
FROM debian:12
ONBUILD RUN apt-get update
