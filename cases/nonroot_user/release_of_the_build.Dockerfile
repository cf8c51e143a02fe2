# A release writes its configuration beside itself when it starts.
FROM elixir:1.17-alpine
WORKDIR /srv/shop
RUN mix local.hex --force
COPY . .
RUN MIX_ENV=prod mix release
CMD ["_build/prod/rel/shop/bin/shop", "start"]
