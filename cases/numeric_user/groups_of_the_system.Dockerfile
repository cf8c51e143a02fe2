# nogroup, daemon and bin have a number in every Debian, and another one in every Alpine.
FROM alpine:3.23 AS fetch
USER nobody:daemon
RUN wget -O /tmp/words http://example.com/words
USER nobody:nogroup
FROM debian:bookworm-slim
COPY --from=fetch /tmp/words /usr/share/dict/words
USER nobody:nogroup
CMD ["grep", "-c", "^a", "/usr/share/dict/words"]
