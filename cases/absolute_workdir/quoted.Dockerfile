# The quotes stay; blanks need none.
FROM debian:12
WORKDIR "serve"
WORKDIR 'my files'
WORKDIR more files
