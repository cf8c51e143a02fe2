# There is nothing in the image that could ask.
FROM gcr.io/distroless/static-debian12
COPY server /server
EXPOSE 8080
ENTRYPOINT ["/server", "--port", "8080"]
