# COPY fetches nothing: not over HTTP, not from git.
FROM alpine:3.20
ADD https://example.com/app.sh /usr/local/bin/
ADD http://example.com/a.json https://example.com/b.json /etc/
ADD https://github.com/moby/buildkit.git#v0.14.1 /src
ADD git@github.com:moby/buildkit.git /src
ADD ssh://git@example.com/tools.git /tools
