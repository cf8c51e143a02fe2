# It starts as root and drops that by itself.
FROM postgres:16
COPY init.sql /docker-entrypoint-initdb.d/
