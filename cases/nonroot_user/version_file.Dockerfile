# What a package tool reads of a version is no file of the application's own.
FROM ruby:3.3-slim
WORKDIR /app
COPY .ruby-version Gemfile ./
RUN bundle install && rm -rf "$GEM_HOME"/cache/*.gem
COPY . .
CMD ["ruby", "shop.rb"]
