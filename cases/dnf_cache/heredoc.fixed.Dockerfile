# In a heredoc it is a line.
FROM fedora:41
RUN <<EOF
dnf install -y jq curl && dnf clean all
curl --version
EOF
