# Nor is it one in a heredoc.
FROM alpine:3.20
COPY <<EOF /Dockerfile.example
FROM scratch
MAINTAINER Jane Roe <jane@example.com>
EOF
