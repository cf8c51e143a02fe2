# Modifiers with blanks in them are one word between quotes.
FROM debian:12
ENV OPTS="${OPTS:-none at all} ${MORE:+more}"
ENV LAST="$LAST $ $1 end"
