# A script that runs once sudo is there may run it.
FROM rockylinux:9
RUN dnf -y install sudo && dnf clean all
RUN useradd -m app && echo "app ALL=(ALL) NOPASSWD:ALL" >> /etc/sudoers.d/app
USER app
RUN curl -fsSL https://example.org/toolchain.sh | bash -
CMD ["server", "--port", "8000"]
