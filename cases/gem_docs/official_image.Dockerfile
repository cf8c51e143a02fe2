# The official image's own gemrc leaves documentation out.
FROM ruby:3.3-slim
RUN gem install bundler
