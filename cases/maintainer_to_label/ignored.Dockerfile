# The author wants it so.
FROM alpine:3.20
# hadolint ignore=DL4000
MAINTAINER Jane Roe <jane@example.com>
