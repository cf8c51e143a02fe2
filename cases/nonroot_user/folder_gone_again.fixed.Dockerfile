# what the build removes again cannot be given to anybody
FROM debian:bookworm-slim
RUN mkdir -p /opt/store/shared/data /srv/store/data
COPY store /usr/local/bin/store
RUN store --init --into /srv/store && rm -rf /opt/store/shared/data
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /opt/store /opt/store/shared /srv/store /srv/store/data
USER 10001:10001
ENTRYPOINT ["/usr/local/bin/store"]
