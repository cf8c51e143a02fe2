# The lines of a heredoc are commands as any others.
FROM opensuse/leap:15.6
RUN <<EOF
set -e
zypper -n install \
  jq
EOF
