# A script that ran before sudo was there cannot have run it.
FROM rockylinux:9
RUN curl -fsSL https://example.org/repository.sh | bash -
RUN dnf -y install sudo && dnf clean all
RUN useradd -m app
USER app
CMD ["server", "--port", "8000"]
