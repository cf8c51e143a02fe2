# The lines of a heredoc are commands like any others.
FROM python:3.11
RUN <<EOF
set -e
pip install --no-cache-dir a
pip install --no-cache-dir b
EOF
