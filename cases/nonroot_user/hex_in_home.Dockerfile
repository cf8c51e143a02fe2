# mix looks for Hex in the home folder of who runs it, and asks for it where it is not there.
FROM elixir:1.17-alpine
WORKDIR /srv/shop
RUN mix do local.hex --force, local.rebar --force
COPY . .
RUN mix deps.get && mix compile
CMD ["elixir", "--sname", "shop", "-S", "mix", "phx.server"]
