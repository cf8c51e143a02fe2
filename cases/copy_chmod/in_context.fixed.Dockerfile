# The context shows a program without an ending, and its mode.
FROM debian:12
COPY --chmod=755 bin/serve /usr/local/bin/serve
CMD ["serve"]
