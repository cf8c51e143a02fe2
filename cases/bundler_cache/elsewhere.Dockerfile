# The gems are in another folder than the variable's.
FROM ruby:3.3 AS deployment
ENV BUNDLE_DEPLOYMENT=1
RUN bundle install

FROM ruby:3.3 AS config
RUN bundle config set --local path vendor/bundle
RUN bundle install

FROM ruby:3.3 AS flag
RUN bundle install --path vendor/bundle

FROM debian:12
RUN bundle install
