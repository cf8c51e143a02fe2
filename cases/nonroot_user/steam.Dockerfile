# SteamCMD updates itself where it lies, and keeps its state in the home of who ran it first
FROM debian:bookworm-slim
RUN mkdir -p /opt/steamcmd && curl -sSL https://example.com/steamcmd_linux.tar.gz | tar -xz -C /opt/steamcmd
RUN /opt/steamcmd/steamcmd.sh +quit
COPY serve /usr/local/bin/serve
ENTRYPOINT ["/usr/local/bin/serve"]
