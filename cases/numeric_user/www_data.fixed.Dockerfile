# Debian's number; a group is named too.
FROM debian:12
USER 33:33
CMD ["sleep", "1"]
