# A step works in the folder that the runner has made as root, and hands it on to the next.
FROM alpine:3.20
COPY drone-git /bin/
ENTRYPOINT ["/bin/drone-git"]
