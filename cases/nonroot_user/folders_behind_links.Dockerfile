# What a link leads to is where whoever finds the link writes: it is not filled by that.
FROM alpine:3.23
WORKDIR /srv/game
COPY server /srv/game/server
COPY defaults /saves/defaults
RUN mkdir -p /saves/world && chmod 755 /saves/world && ln -s /saves/world /srv/game/world
RUN mkdir /saves/players
RUN ln -sf /saves/players players
CMD ["/srv/game/server"]
