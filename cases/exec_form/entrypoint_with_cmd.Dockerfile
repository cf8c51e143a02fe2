# The arguments that the shell form ignores would be handed to the program.
FROM debian:12
ENTRYPOINT server --port 80
CMD ["--verbose"]
