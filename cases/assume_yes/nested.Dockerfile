# In a branch, in a shell of its own, for a later build, and as a list of words.
FROM debian:12
ARG DEBUG
RUN if [ -n "$DEBUG" ]; then apt-get update && apt-get install gdb; fi
RUN sh -c 'apt-get update && apt-get install jq'
ONBUILD RUN apt-get update && apt-get install file
RUN ["apt-get", "install", "less"]
