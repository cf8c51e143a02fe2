# Quotes in the old form go, and what they kept literal is escaped.
FROM debian:12
ENV ONE="a b c"
ENV TWO="a \$HOME and $HOME"
ENV THREE="it is 5 o'clock"
ENV FOUR="\"quoted\" words"
