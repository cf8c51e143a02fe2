# the first account that an official image gets has the number 1000, and so have its files
FROM debian:bookworm-slim
RUN useradd --uid 1000 --create-home app && install -d -o app /data
VOLUME /data
USER 1000:1000
CMD ["/usr/local/bin/serve"]
