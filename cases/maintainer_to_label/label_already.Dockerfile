# Nothing to do: another label than ours is good enough too.
FROM alpine:3.20
LABEL maintainer="Jane Roe <jane@example.com>"
LABEL org.opencontainers.image.authors="Jane Roe"
