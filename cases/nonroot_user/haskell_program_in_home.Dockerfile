# cabal puts the program into root's home folder, which is on the base image's PATH.
FROM haskell:9.6
WORKDIR /opt/server
COPY . .
RUN cabal update && cabal install --only-dependencies
RUN cabal install
ENTRYPOINT ["server"]
