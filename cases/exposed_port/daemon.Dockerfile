# It is a Docker daemon.
FROM docker:27-dind
EXPOSE 2375
CMD ["dockerd"]
