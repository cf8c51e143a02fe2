# What a package tool reads of a version is no file of the application's own.
FROM ruby:3.3-slim
WORKDIR /app
COPY .ruby-version Gemfile ./
RUN bundle install && rm -rf "$GEM_HOME"/cache/*.gem
COPY --chown=10001:10001 . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["ruby", "shop.rb"]
