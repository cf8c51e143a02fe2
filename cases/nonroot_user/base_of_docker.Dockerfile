# What a script asks Docker for, it asks at a socket that is root's.
FROM docker:27-cli
COPY release.sh /usr/local/bin/
ENTRYPOINT ["release.sh"]
