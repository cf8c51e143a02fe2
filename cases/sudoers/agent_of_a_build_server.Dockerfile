# The jobs that a build server sends may use sudo.
FROM rockylinux:9
RUN dnf -y install sudo && dnf clean all
RUN useradd -m worker && echo "worker ALL=(ALL) NOPASSWD: ALL" > /etc/sudoers.d/worker
USER worker
CMD ["dumb-init", "twistd", "--pidfile=", "-ny", "buildbot.tac"]
