# Hex is kept where everybody finds it, and mix compiles to where the build has.
FROM elixir:1.17-alpine
ENV MIX_HOME=/opt/mix
WORKDIR /srv/shop
RUN mix local.hex --force && mix local.rebar --force
COPY . .
RUN mix deps.get
CMD ["mix", "phx.server"]
