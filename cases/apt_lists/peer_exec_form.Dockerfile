# In exec form there is no shell to run a second command, but for the one that is named.
FROM debian:12
RUN ["apt-get", "update"]
RUN ["apt-get", "install", "-y", "jq"]
