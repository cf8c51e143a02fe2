# What a volume starts with belongs to the user, so the folder is made before VOLUME.
FROM debian:12-slim
COPY --chown=10001:10001 collector /opt/collector/
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /data \
    && chown -R 10001:10001 /data
USER 10001:10001
VOLUME /data
CMD ["/opt/collector/collector", "--into", "/data"]
