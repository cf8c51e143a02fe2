# Hex is kept where everybody finds it, and mix compiles to where the build has.
FROM elixir:1.17-alpine
ENV MIX_HOME=/opt/mix
WORKDIR /srv/shop
RUN mix local.hex --force && mix local.rebar --force
COPY . .
RUN mix deps.get
RUN addgroup -g 10001 app \
    && adduser -u 10001 -G app -s /sbin/nologin -D app \
    && chown -R 10001:10001 /srv/shop
USER 10001:10001
CMD ["mix", "phx.server"]
