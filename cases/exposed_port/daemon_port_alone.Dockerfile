# The instruction holds nothing else, and goes.
FROM debian:12
EXPOSE 2376/tcp
CMD ["sleep", "infinity"]
