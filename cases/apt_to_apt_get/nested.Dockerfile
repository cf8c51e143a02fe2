# In a branch, in a shell of its own, in a heredoc, for a later build, and as a list of words.
FROM debian:12
ARG DEBUG
RUN set -e; if [ -n "$DEBUG" ]; then apt update; apt install -y gdb; else apt update; fi
RUN bash -c "apt update && apt install -y jq"
RUN <<EOF
apt update
apt install -y file
EOF
ONBUILD RUN apt install -y less
RUN ["apt", "install", "-y", "tree"]
