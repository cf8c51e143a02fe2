# As the command ran, so does the cleaning.
FROM fedora:41
RUN dnf install -y sudo && dnf clean all && useradd app && echo 'app ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/app
USER app
RUN sudo dnf install -y jq
ONBUILD RUN sudo /usr/bin/dnf install -y file
RUN sh -c 'sudo dnf install -y less'
