# Go of a release that is recent enough.
FROM debian:12
RUN set -e; apt-get update; apt-get install -y golang-go; cd /src; go install ./...; go clean -cache -modcache; rm -rf /src
CMD exec /root/go/bin/app
