# What reads the files, hides a failure, decides, or does more.
FROM debian:12
RUN grep -q app /etc/sudoers || useradd app
RUN cp /etc/sudoers /backup
RUN if [ -n "$X" ]; then echo 'app ALL=(ALL) ALL' >> /etc/sudoers; fi
RUN make; echo 'app ALL=(ALL) ALL' >> /etc/sudoers
RUN test -f /x || echo 'app ALL=(ALL) ALL' >> /etc/sudoers
RUN cat list | tee /etc/sudoers.d/app /srv/list
CMD ["sleep", "inf"]
