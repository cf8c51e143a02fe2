# Relative for certain, whatever the variable holds.
FROM debian:12
ARG MODULE
WORKDIR /srv
WORKDIR /srv/modules/${MODULE}
