# A script, a pipe, a heredoc, a branch and a substitution: the program is the one behind sudo.
FROM rockylinux:9
RUN sudo sh -c 'echo fast > /etc/motd'
RUN curl -fsSL https://example.com/key | sudo tee /etc/pki/key
RUN if [ -f /etc/a ]; then sudo rm /etc/a; fi
RUN sudo bash <<EOF
sudo dnf install -y git
EOF
RUN <<EOF
set -e
sudo dnf clean all
EOF
RUN echo "$(sudo cat /etc/os-release)"
RUN sh -c 'sudo ldconfig'
