# What joins the command goes with it, in the middle and at the head.
FROM alpine:3.20
ARG WHO=app
RUN adduser -D app \
    && mkdir /srv/app
RUN mkdir /srv/other
RUN set -e; mkdir /srv/third
CMD ["sleep", "inf"]
