# commands between braces are run as any other
FROM debian:bookworm-slim
RUN { useradd --uid 10001 --system --gid users stream; }
USER 10001:100
CMD ["stream"]
