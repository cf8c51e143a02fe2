# A plugin works in the folder that the runner has made as root, and hands on from step to step.
FROM alpine:3.20
COPY drone-git /bin/
ENTRYPOINT ["/bin/drone-git"]
