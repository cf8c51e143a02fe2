# What is not there has no checksum, and a page to log in at is not the file.
FROM debian:12-slim
ADD https://dl.example.org/gone-1.4.2.jar /opt/
ADD https://dl.example.org/members-1.4.2.jar /opt/
