# whether the pattern means the folder, too, is not known: it is made where it is missing
FROM debian:bookworm-slim
RUN mkdir -p /srv/store/data
RUN rm -rf /srv/store/d*
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /srv/store/data \
    && chown 10001:10001 /srv/store \
    && chown -R 10001:10001 /srv/store/data
USER 10001:10001
ENTRYPOINT ["store", "serve"]
