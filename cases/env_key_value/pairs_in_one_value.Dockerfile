# Three labels are meant, and one is made: that is for the author to see, not for us to keep.
FROM alpine:3.20
LABEL description "A server" \
      version="1.0" \
      maintainer="Jane Roe"
