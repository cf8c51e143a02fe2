# The number that the file chose is kept.
FROM debian:12
RUN useradd --uid 5000 --user-group --create-home worker
WORKDIR /home/worker
COPY --chown=worker . .
CMD ["./work"]
