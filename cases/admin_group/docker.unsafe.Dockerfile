# The socket of the Docker daemon may be what the group is for: not by default.
FROM debian:12
RUN useradd -m ci && usermod -aG docker ci
CMD ["./agent"]
