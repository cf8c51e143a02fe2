# The stage built on this one installs from its lists.
FROM debian:12 AS base
RUN apt-get update && apt-get install -y ca-certificates && rm -rf /var/lib/apt/lists/*

FROM base AS tools
RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*

FROM base
COPY --from=tools /usr/bin/curl /usr/bin/curl
