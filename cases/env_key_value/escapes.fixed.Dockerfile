# An escape character is one in both forms, but not for every character.
FROM debian:12
ENV PRICE="costs \$5 or \"five\""
ENV BLANKS="a b cd e\\f"
ENV SINGLE="c:\\temp and \"\$x\" y"
ENV DOUBLE="c:\temp and \"x\" y"
