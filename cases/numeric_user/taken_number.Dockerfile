# The number is another account's.
FROM debian:12
RUN useradd --uid 10001 other && useradd web
USER web
CMD ["sleep", "1"]
