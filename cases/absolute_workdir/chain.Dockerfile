# Each one goes on from the one before.
FROM debian:12
WORKDIR /srv
WORKDIR app
WORKDIR ./static
RUN ls
WORKDIR ../templates/
WORKDIR .
