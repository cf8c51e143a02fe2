# A task that fills a database leaves it to root.
FROM ruby:3.2-slim
WORKDIR /srv/shop
COPY . .
RUN bundle exec rake db:setup
CMD ["ruby", "shop.rb"]
