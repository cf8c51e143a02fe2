# The images are on a volume, which is root's where the registry has run before.
FROM registry:2
COPY config.yml /etc/docker/registry/config.yml
