# The packages that the build installed are replaced when the container starts.
FROM ruby:3.3-slim
WORKDIR /app
COPY Gemfile .
RUN bundle install && rm -rf "$GEM_HOME"/cache/*.gem && npm install && npm cache clean --force
COPY --chown=10001:10001 . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown -R 10001:10001 /app
USER 10001:10001
CMD ["sh", "-c", "npm install && ruby app.rb"]
