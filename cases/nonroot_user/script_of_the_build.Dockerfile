# No COPY brings the script: no build context would show what it does.
FROM debian:bookworm-slim
WORKDIR /opt/source
COPY . .
RUN make release && mv out /opt/release
CMD ["/opt/release/bin/start_server", "foreground"]
