# What is on a volume that is in use keeps the owner it had: another number could not write there.
FROM debian:bookworm-slim
RUN useradd --system --create-home app && mkdir /data && chown app /data
VOLUME /data
USER app
CMD ["/usr/local/bin/serve"]
