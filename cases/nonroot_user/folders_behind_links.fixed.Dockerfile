# What a link leads to is where whoever finds the link writes: it is not filled by that.
FROM alpine:3.23
WORKDIR /srv/game
COPY server /srv/game/server
COPY --chown=10001:10001 defaults /saves/defaults
RUN mkdir -p /saves/world && chmod 755 /saves/world && ln -s /saves/world /srv/game/world
RUN mkdir /saves/players
RUN ln -sf /saves/players players
RUN addgroup -g 10001 app \
    && adduser -u 10001 -G app -s /sbin/nologin -D app \
    && chown 10001:10001 /srv/game /saves/world /saves/players
USER 10001:10001
CMD ["/srv/game/server"]
