# In a branch, in a shell of its own, in a heredoc, for a later build, and as a list of words.
FROM debian:12
ARG DEBUG
RUN set -e; if [ -n "$DEBUG" ]; then apt-get update; apt-get install -y gdb; else apt-get update; fi
RUN bash -c "apt-get update && apt-get install -y jq"
RUN <<EOF
apt-get update
apt-get install -y file
EOF
ONBUILD RUN apt-get install -y less
RUN ["apt-get", "install", "-y", "tree"]
