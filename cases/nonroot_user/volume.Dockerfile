# What a volume starts with belongs to the user, so the folder is made before VOLUME.
FROM debian:12-slim
COPY collector /opt/collector/
VOLUME /data
CMD ["/opt/collector/collector", "--into", "/data"]
