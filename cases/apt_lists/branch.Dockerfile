# In a branch it stays in the branch.
FROM debian:12
ARG DEBUG
RUN if [ -n "$DEBUG" ]; then apt-get update && apt-get install -y gdb; fi
