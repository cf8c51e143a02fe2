# Lists with an excuse, a negation, a second chance: what is left returns the same.
FROM debian:12
RUN set -e; echo 'app ALL=(ALL) ALL' >> /etc/sudoers || true; useradd app
RUN useradd app && echo 'app ALL=(ALL) ALL' >> /etc/sudoers || useradd other
RUN echo 'app ALL=(ALL) ALL' >> /etc/sudoers || exit 1
RUN ! true && echo 'app ALL=(ALL) ALL' >> /etc/sudoers
RUN useradd a && echo 'a ALL=(ALL) ALL' >> /etc/sudoers; echo 'b ALL=(ALL) ALL' >> /etc/sudoers
CMD ["sleep", "inf"]
