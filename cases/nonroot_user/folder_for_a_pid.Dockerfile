# What the build makes for the number of the process, or a socket, is the program's to write to.
FROM ruby:3.2-slim
WORKDIR /srv/shop
COPY . .
RUN mkdir -p /var/run/shop /run/lock/shop
CMD ["ruby", "shop.rb"]
