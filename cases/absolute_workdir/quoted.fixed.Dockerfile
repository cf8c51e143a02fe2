# The quotes stay; blanks need none.
FROM debian:12
WORKDIR "/serve"
WORKDIR '/serve/my files'
WORKDIR /serve/my files/more files
