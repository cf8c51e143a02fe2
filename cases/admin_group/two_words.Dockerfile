# The commands that put one account into one group.
FROM debian:12
RUN useradd -m app \
    && adduser app sudo \
    && gpasswd -a app sudo
CMD ["sleep", "inf"]
FROM alpine:3.20
RUN adduser -D app && addgroup app wheel
RUN adduser app wheel && mkdir /srv/app
CMD ["sleep", "inf"]
