# Nothing to do.
FROM debian:12
ENV APP=/app
WORKDIR /srv
WORKDIR "/srv/app"
WORKDIR $APP
WORKDIR ${APP}/src
