# what the build removes again cannot be given to anybody
FROM debian:bookworm-slim
RUN mkdir -p /opt/store/shared/data /srv/store/data
COPY store /usr/local/bin/store
RUN store --init --into /srv/store && rm -rf /opt/store/shared/data
ENTRYPOINT ["/usr/local/bin/store"]
