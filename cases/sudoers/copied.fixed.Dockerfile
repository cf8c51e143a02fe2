# Files of the context, and a heredoc.
FROM debian:12
RUN chmod 440 /srv/key
CMD ["sleep", "inf"]
