# In a nested script, and in a heredoc of commands.
FROM debian:12
RUN bash -c 'echo "app ALL=(ALL) ALL" >> /etc/sudoers'
RUN <<EOF
useradd app
echo 'app ALL=(ALL) ALL' >> /etc/sudoers
mkdir /srv/app
EOF
CMD ["sleep", "inf"]
