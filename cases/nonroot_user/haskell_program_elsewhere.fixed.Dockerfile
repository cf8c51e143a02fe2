# cabal is told to put the program where everyone finds it.
FROM haskell:9.6
WORKDIR /opt/server
COPY --chown=10001:10001 . .
RUN cabal update && cabal install --installdir=/usr/local/bin --install-method=copy
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /opt/server
USER 10001:10001
ENTRYPOINT ["server"]
