# The last one counts, as the last label does.
FROM alpine:3.20
MAINTAINER Jane Roe <jane@example.com>
MAINTAINER John Doe <john@example.com>
