# A later install takes the files, and so does `bundle cache`.
FROM ruby:3.3 AS local
RUN bundle install
RUN bundle install --local

FROM ruby:3.3 AS cached
RUN bundle install && bundle cache

FROM ruby:3.3
RUN --mount=type=cache,target=/usr/local/bundle/cache bundle install
