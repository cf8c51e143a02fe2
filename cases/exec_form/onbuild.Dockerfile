# It is for an image whose ENTRYPOINT is not known.
FROM debian:12
ONBUILD CMD server --port 80
