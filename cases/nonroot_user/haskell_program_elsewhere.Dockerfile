# cabal is told to put the program where everyone finds it.
FROM haskell:9.6
WORKDIR /opt/server
COPY . .
RUN cabal update && cabal install --installdir=/usr/local/bin --install-method=copy
ENTRYPOINT ["server"]
