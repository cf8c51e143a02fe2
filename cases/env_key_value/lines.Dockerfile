# The value begins on the first line, or on the second.
FROM alpine:3.20
ENV A one two \
      three \

ENV B \
  one
ENV C one\
two three
