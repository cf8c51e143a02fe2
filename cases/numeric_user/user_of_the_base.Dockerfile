# The base image is known by the user that it runs as.
FROM ghcr.io/actions/actions-runner:2.315.0
USER root
RUN mkdir -p /opt/tools
USER runner
