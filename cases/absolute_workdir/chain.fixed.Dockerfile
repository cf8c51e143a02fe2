# Each one goes on from the one before.
FROM debian:12
WORKDIR /srv
WORKDIR /srv/app
WORKDIR /srv/app/static
RUN ls
WORKDIR /srv/app/templates
WORKDIR /srv/app/templates
