# The commands that put one account into one group.
FROM debian:12
RUN useradd -m app
CMD ["sleep", "inf"]
FROM alpine:3.20
RUN adduser -D app
RUN mkdir /srv/app
CMD ["sleep", "inf"]
