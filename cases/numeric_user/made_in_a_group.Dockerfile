# commands between braces are run as any other
FROM debian:bookworm-slim
RUN { useradd --system --gid users stream; }
USER stream
CMD ["stream"]
