# The value begins on the first line, or on the second; what follows a last backslash belongs to it.
FROM alpine:3.20
ENV A="one two \
      three"
ENV B=one
ENV C="one\
two three"
ENV D="one two \

# end of the value
ENV E"
