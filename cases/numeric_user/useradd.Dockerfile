# The account that the image runs as gets a number.
FROM debian:12
RUN useradd --create-home worker
USER worker
CMD ["sleep", "1"]
