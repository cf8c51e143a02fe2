# A gemrc decides for all installs.
FROM debian:12
RUN echo 'gem: --no-document' > /etc/gemrc && gem install bundler
RUN gem install fpm
