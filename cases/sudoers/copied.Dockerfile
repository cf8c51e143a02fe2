# Files of the context, and a heredoc.
FROM debian:12
COPY sudoers /etc/sudoers
COPY --chmod=440 app /etc/sudoers.d/
RUN cat <<EOF > /etc/sudoers.d/other
other ALL=(ALL) NOPASSWD: ALL
EOF
RUN chmod 440 /etc/sudoers /srv/key
CMD ["sleep", "inf"]
