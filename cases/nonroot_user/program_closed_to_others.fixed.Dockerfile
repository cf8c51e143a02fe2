# chmod 700 leaves the program to its owner, who is the user then.
FROM debian:12
COPY server /usr/local/bin/server
RUN chmod 700 /usr/local/bin/server
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /usr/local/bin/server
USER 10001:10001
CMD ["/usr/local/bin/server"]
