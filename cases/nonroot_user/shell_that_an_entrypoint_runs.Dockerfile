# The script runs the command that it is given, and that is a shell: people work in it.
FROM debian:12
COPY docker-entrypoint.sh /usr/local/bin/
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["bash"]
