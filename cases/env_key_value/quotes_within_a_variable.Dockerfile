# Quotes within a modifier mean other things between quotes: not taken apart.
FROM alpine:3.20
ENV OPTS ${OPTS:-"a b"} c
ENV MORE "x" ${MORE:-${OPTS}} y
