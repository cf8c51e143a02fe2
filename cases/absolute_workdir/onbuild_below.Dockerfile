# The trigger of the stage below moves this one.
FROM debian:12 AS base
WORKDIR /srv
ONBUILD WORKDIR /moved

FROM base
WORKDIR app
