# A group with one number everywhere.
FROM debian:12
RUN useradd --uid 4000 --gid users svc
USER svc
CMD ["sleep", "1"]
