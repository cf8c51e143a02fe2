# The official image says where the gems are.
FROM ruby:3.3-slim
COPY Gemfile Gemfile.lock ./
RUN bundle install --jobs 4
