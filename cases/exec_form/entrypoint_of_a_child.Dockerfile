# A stage built on this one has a CMD, which this ENTRYPOINT would get there.
FROM debian:12 AS base
ENTRYPOINT server --port 80

FROM base AS debug
CMD ["--verbose"]
