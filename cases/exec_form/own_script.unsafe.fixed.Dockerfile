# A script without #! is run by a shell alone.
FROM debian:12
WORKDIR /app
COPY . .
COPY start /usr/local/bin/
COPY tools/ /usr/local/bin/
CMD ["./run.sh", "--port", "80"]

FROM debian:12
COPY start /usr/local/bin/
CMD ["start"]

FROM debian:12
RUN echo 'echo hello' > /hello && chmod +x /hello
CMD ["/hello"]
