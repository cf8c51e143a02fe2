# A file with its mode and its check: the RUN goes as a whole.
FROM debian:12
RUN useradd -m app
USER app
CMD ["./app"]
