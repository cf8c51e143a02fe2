# A group with one number everywhere.
FROM debian:12
RUN useradd --uid 4000 --gid users svc
USER 4000:100
CMD ["sleep", "1"]
