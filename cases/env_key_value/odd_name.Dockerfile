# A name with a variable or a quote in it is left to its author.
FROM alpine:3.20
ARG NAME
ENV $NAME some value
LABEL "a b" c
