# Programs that shells have as well.
FROM debian:12 AS one
CMD ["true"]

FROM debian:12 AS two
CMD ["echo", "hello", "world"]

FROM debian:12 AS three
CMD ["sleep", "infinity"]

FROM debian:12 AS four
CMD ["env", "PORT=80", "nice", "-n", "5", "server"]
