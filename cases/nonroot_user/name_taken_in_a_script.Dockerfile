# A script that the build runs makes an account by the usual name: groupadd would fail.
FROM debian:12
COPY setup.sh /tmp/
RUN sh /tmp/setup.sh
CMD ["sleep", "1"]
