# What ENV says, nobody else says: the URL is one, also where an earlier stage says it.
FROM debian:12-slim AS base
ENV VERSION=1.4.2 HOST="dl.example.org"
FROM base
ADD --checksum=sha256:a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1 "https://${HOST}/tool-$VERSION.jar" /opt/tool.jar
