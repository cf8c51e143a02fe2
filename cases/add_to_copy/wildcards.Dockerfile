# The pattern ends in the name of a file that is no archive.
FROM python:3.12
ADD *.py schema-*.json /app/
ADD scripts/*/run-?.sh /usr/local/bin/
