# What sudo starts must be root.
FROM ubuntu:22.04
RUN useradd -m super
USER super
CMD ["sudo", "/usr/sbin/sshd", "-D"]
