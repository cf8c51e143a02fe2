# Who asks for it has the build stop when a file changes that is meant to.
FROM debian:12-slim
ADD --checksum=sha256:a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1 https://dl.example.org/tool/latest/tool-1.4.tar.gz /opt/
