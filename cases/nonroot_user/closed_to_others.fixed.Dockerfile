# chmod 700 leaves the script to its owner, who is the user then.
FROM debian:12
COPY start.sh /start.sh
RUN chmod 700 /start.sh
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /start.sh
USER 10001:10001
CMD ["/start.sh"]
