# No quotes are needed where the value is one word.
FROM debian:12
ENV LANG=C.UTF-8
env PATH=/opt/app/bin:$PATH
ENV URL=https://example.com/?a=1&b=2
ENV EMPTY=""
ENV NAME="Jane Roe"
ENV	TABBED=value
