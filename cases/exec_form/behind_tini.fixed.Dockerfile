# An ENTRYPOINT that runs what it is given, and one that is emptied.
FROM postgres:16
ENTRYPOINT ["/usr/bin/tini", "-g", "--"]
CMD ["redis-server", "--save", "60", "1"]

FROM postgres:16
ENTRYPOINT []
CMD ["psql", "-h", "db"]
