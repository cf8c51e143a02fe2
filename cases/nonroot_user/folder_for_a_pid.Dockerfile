# What the build makes for the number of the process, or a socket, is the program's; not the system's.
FROM ruby:3.2-slim
WORKDIR /srv/shop
COPY . .
RUN mkdir -p /var/run/shop /run/shop/locks /run/systemd
CMD ["ruby", "shop.rb"]
