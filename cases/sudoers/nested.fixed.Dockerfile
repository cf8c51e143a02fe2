# In a nested script, and in a heredoc of commands.
FROM debian:12
RUN <<EOF
useradd app
mkdir /srv/app
EOF
CMD ["sleep", "inf"]
