# Before there is a Gemfile, Bundler keeps its settings in the home folder.
FROM ruby:3.3-slim
WORKDIR /srv/shop
RUN bundle config set without 'development test'
COPY Gemfile Gemfile.lock ./
RUN bundle install && rm -rf "$GEM_HOME"/cache/*.gem
COPY . .
CMD ["bundle", "exec", "ruby", "app.rb"]
