# Docker's daemon runs as root, whatever else the image brings.
FROM docker:27-dind
RUN apk add --no-cache make
