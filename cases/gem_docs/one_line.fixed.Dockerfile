# Documentation is made for every gem unless one says no.
FROM debian:12
RUN apt-get update && apt-get install -y ruby && gem install --no-document bundler -v 2.4.22
RUN gem install --no-document fpm && fpm --version
