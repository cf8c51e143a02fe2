# An SSH server asks for it.
FROM debian:12
RUN apt-get update && apt-get install -y openssh-server
RUN echo 'root:opensesame' | chpasswd
CMD ["/usr/sbin/sshd", "-D"]
