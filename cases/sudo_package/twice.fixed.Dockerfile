# Two installs of nothing else in one list.
FROM alpine:3.20
RUN mkdir /srv/app
CMD ["sleep", "inf"]
