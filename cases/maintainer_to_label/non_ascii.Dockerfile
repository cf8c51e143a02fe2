# Names are not all ASCII.
FROM alpine:3.20
MAINTAINER Zoë Åström <zoë@example.com>
