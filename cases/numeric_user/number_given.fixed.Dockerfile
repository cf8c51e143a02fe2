# The number stands in the file.
FROM debian:12
RUN groupadd --gid 3000 web && useradd --uid 2000 --gid web web
USER 2000:3000
CMD ["sleep", "1"]
