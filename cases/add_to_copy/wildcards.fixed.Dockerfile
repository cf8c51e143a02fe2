# The pattern ends in the name of a file that is no archive.
FROM python:3.12
COPY *.py schema-*.json /app/
COPY scripts/*/run-?.sh /usr/local/bin/
