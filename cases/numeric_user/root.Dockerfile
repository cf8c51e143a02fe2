# root is 0 everywhere.
FROM debian:12
USER root
CMD ["sleep", "1"]
