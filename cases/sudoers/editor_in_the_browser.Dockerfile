# Whoever works in the editor has a terminal there, and may use sudo.
FROM debian:bookworm-slim
RUN useradd -m -s /bin/bash coder && \
    echo "coder ALL=(ALL) NOPASSWD:ALL" >> /etc/sudoers
USER coder
CMD ["/opt/code-server/bin/code-server", "--bind-addr", "0.0.0.0:8080"]
