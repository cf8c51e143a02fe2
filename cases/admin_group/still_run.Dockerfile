# The group is what lets it run sudo.
FROM debian:12
RUN useradd -m -G sudo app
USER app
CMD ["sudo", "./app"]
