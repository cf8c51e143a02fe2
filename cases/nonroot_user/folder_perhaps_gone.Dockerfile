# whether the pattern means the folder, too, is not known: it is made where it is missing
FROM debian:bookworm-slim
RUN mkdir -p /srv/store/data
RUN rm -rf /srv/store/d*
ENTRYPOINT ["store", "serve"]
