# The packages that the build installed are replaced when the container starts.
FROM ruby:3.3-slim
WORKDIR /app
COPY Gemfile .
RUN bundle install && rm -rf "$GEM_HOME"/cache/*.gem && npm install && npm cache clean --force
COPY . .
CMD ["sh", "-c", "npm install && ruby app.rb"]
