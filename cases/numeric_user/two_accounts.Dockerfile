# Only the one that the image runs as gets the number.
FROM debian:12
RUN useradd build && useradd run
USER build
RUN make
USER run
CMD ["sleep", "1"]
