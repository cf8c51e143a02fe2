# Nothing in the image could give the volume's folder to the user.
FROM gcr.io/distroless/static-debian12
COPY keeper /keeper
VOLUME /data
CMD ["/keeper"]
