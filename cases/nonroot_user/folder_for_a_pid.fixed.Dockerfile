# What the build makes for the number of the process, or a socket, is the program's; not the system's.
FROM ruby:3.2-slim
WORKDIR /srv/shop
COPY --chown=10001:10001 . .
RUN mkdir -p /var/run/shop /run/shop/locks /run/systemd
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /srv/shop /var/run/shop /run/shop/locks
USER 10001:10001
CMD ["ruby", "shop.rb"]
