# chmod 700 leaves the program to its owner, who is the user then.
FROM debian:12
COPY server /usr/local/bin/server
RUN chmod 700 /usr/local/bin/server
CMD ["/usr/local/bin/server"]
