# A script, a pipe, a heredoc, a branch and a substitution: the program is the one behind sudo.
FROM rockylinux:9
RUN sh -c 'echo fast > /etc/motd'
RUN curl -fsSL https://example.com/key | tee /etc/pki/key
RUN if [ -f /etc/a ]; then rm /etc/a; fi
RUN bash <<EOF
dnf install -y git
EOF
RUN <<EOF
set -e
dnf clean all
EOF
RUN echo "$(cat /etc/os-release)"
RUN sh -c 'ldconfig'
