# which number the second one gets is not for sure
FROM debian:bookworm-slim
RUN useradd --create-home worker && useradd --create-home app && install -d -o app /data
VOLUME /data
USER app
CMD ["/usr/local/bin/serve"]
