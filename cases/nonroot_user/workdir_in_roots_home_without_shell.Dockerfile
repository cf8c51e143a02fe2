# Nothing in the image could open root's home.
FROM gcr.io/distroless/static-debian12
WORKDIR /root
COPY server .
CMD ["./server"]
