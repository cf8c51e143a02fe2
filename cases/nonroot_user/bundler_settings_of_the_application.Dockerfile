# These settings are kept with the application or the gems, or matter to the build alone.
FROM ruby:3.3-slim
WORKDIR /srv/shop
RUN bundle config --global build.nokogiri --use-system-libraries && bundle config set --local deployment true
COPY Gemfile Gemfile.lock ./
RUN bundle config set without 'development test' && bundle install && rm -rf "$GEM_HOME"/cache/*.gem
COPY . .
CMD ["bundle", "exec", "ruby", "app.rb"]
