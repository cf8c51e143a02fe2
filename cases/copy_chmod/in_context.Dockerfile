# The context shows a program without an ending, and its mode.
FROM debian:12
COPY bin/serve /usr/local/bin/serve
RUN chmod +x /usr/local/bin/serve
CMD ["serve"]
