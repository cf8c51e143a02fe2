# nogroup, daemon and bin have a number in every Debian, and another one in every Alpine.
FROM alpine:3.23 AS fetch
USER 65534:2
RUN wget -O /tmp/words http://example.com/words
USER 65534:65533
FROM debian:bookworm-slim
COPY --from=fetch /tmp/words /usr/share/dict/words
USER 65534:65534
CMD ["grep", "-c", "^a", "/usr/share/dict/words"]
