# The variable means something else by now.
FROM debian:12
ENV ROOT=/one
WORKDIR $ROOT
ENV ROOT=/two
WORKDIR app
WORKDIR lib
