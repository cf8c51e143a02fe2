# Where this base image works is not known.
FROM registry.example.com/team/base:1
WORKDIR app
