# Lists with an excuse, a negation, a second chance: what is left returns the same.
FROM debian:12
RUN set -e; useradd app
RUN useradd app || useradd other
RUN echo 'app ALL=(ALL) ALL' >> /etc/sudoers || exit 1
RUN ! true
RUN useradd a && echo 'a ALL=(ALL) ALL' >> /etc/sudoers; echo 'b ALL=(ALL) ALL' >> /etc/sudoers
CMD ["sleep", "inf"]
