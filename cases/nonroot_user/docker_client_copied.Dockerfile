# A Docker client asks the engine, however it came into the image.
FROM debian:bookworm-slim
COPY --from=docker:27-cli /usr/local/bin/docker /usr/local/bin/docker
COPY deploy /usr/local/bin/
CMD ["deploy", "--watch"]
