# A task that fills a database leaves it to root.
FROM ruby:3.2-slim
WORKDIR /srv/shop
COPY --chown=10001:10001 . .
RUN bundle exec rake db:setup
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown -R 10001:10001 /srv/shop
USER 10001:10001
CMD ["ruby", "shop.rb"]
