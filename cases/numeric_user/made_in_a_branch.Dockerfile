# which of the two makes it, the build decides
FROM debian:bookworm-slim
RUN if ! id stream; then useradd --system stream; fi
USER stream
CMD ["stream"]
