# A release writes its configuration beside itself when it starts.
FROM elixir:1.17-alpine
WORKDIR /srv/shop
RUN mix local.hex --force
COPY . .
RUN MIX_ENV=prod mix release
RUN addgroup -g 10001 app \
    && adduser -u 10001 -G app -s /sbin/nologin -D app \
    && mkdir -p /srv/shop/_build/prod/rel/shop \
    && chown 10001:10001 /srv/shop \
    && chown -R 10001:10001 /srv/shop/_build/prod/rel/shop
USER 10001:10001
CMD ["_build/prod/rel/shop/bin/shop", "start"]
