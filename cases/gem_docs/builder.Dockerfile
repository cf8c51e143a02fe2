# Only the packages that were made leave this stage.
FROM debian:12 AS build
RUN gem install fpm && fpm -s dir -t deb -n app /app

FROM debian:12
COPY --from=build /app.deb /
