# The application is mounted over its packages: another user could not write to it.
FROM ruby:3.3-slim
WORKDIR /blog
COPY Gemfile Gemfile.lock ./
RUN bundle install --jobs 4 && rm -rf /usr/local/bundle/cache/*.gem
EXPOSE 3000
CMD ["bundle", "exec", "rails", "server", "-b", "0.0.0.0"]
