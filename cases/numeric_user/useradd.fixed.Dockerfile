# The account that the image runs as gets a number.
FROM debian:12
RUN useradd --uid 10001 --create-home worker
USER 10001:10001
CMD ["sleep", "1"]
