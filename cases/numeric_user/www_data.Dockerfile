# Debian's number; a group is named too.
FROM debian:12
USER www-data:www-data
CMD ["sleep", "1"]
