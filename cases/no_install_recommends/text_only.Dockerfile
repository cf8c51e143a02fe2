# Not a command.
FROM debian:12
RUN echo "apt-get install -y curl" > /usage
CMD ["sh", "-c", "apt-get install -y curl"]
