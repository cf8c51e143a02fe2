# An ENTRYPOINT in shell form ignores the CMD; it would not, were it changed too.
FROM debian:12
ENTRYPOINT server --port 80
CMD ["verbose", "mode"]
