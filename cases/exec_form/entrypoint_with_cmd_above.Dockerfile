# The order of the two does not matter.
FROM debian:12
CMD ["--verbose"]
ENTRYPOINT server --port 80
