# Rails' own layout: the gems are copied from the stage that installs them, with all that is there.
FROM ruby:3.3-slim AS base
ENV BUNDLE_PATH="/usr/local/bundle"

FROM base AS build
RUN apt-get update \
    # the program
    && bundle install \
    && bundle exec bootsnap precompile --gemfile

FROM base
COPY --from=build /usr/local/bundle /usr/local/bundle
