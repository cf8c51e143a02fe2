# The instruction holds nothing else, and goes.
FROM debian:12
CMD ["sleep", "infinity"]
