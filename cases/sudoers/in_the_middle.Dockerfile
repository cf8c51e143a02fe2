# What joins the command goes with it, in the middle and at the head.
FROM alpine:3.20
ARG WHO=app
RUN adduser -D app \
    && printf '%s ALL=(ALL) NOPASSWD: ALL\n' "$WHO" > "/etc/sudoers.d/$WHO" \
    && chown root:root /etc/sudoers.d/app \
    && mkdir /srv/app
RUN echo '%wheel ALL=(ALL) ALL' >> /etc/sudoers && mkdir /srv/other
RUN set -e; echo 'permit nopass app' > /etc/doas.conf; mkdir /srv/third
CMD ["sleep", "inf"]
