# The lists may be for the script, whatever its name is.
FROM debian:bookworm-slim
RUN apt-get update
COPY --from=registry.test/tools:1 /go.sh /usr/local/bin/
RUN /usr/local/bin/go.sh
CMD ["serve"]
