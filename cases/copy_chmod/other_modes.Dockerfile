# Closed modes and those for everyone: COPY would give them to the folders that it makes, too.
FROM debian:12
COPY a.sh /deep/a.sh
COPY b.sh /deep/b.sh
COPY c.sh /deep/c.sh
RUN chmod 700 /deep/a.sh && chmod 777 /deep/b.sh && chmod u+s /deep/c.sh && chmod 644 /deep/a.sh
CMD ["/deep/a.sh"]
