# Only the one that the image runs as gets the number.
FROM debian:12
RUN useradd build && useradd --uid 10001 run
USER build
RUN make
USER 10001:10001
CMD ["sleep", "1"]
