# The trigger runs at the start of the second stage: what it puts there, and as whom, is not followed.
FROM debian:12 AS tools
ONBUILD RUN cp /etc/profile /root/.profile
FROM tools AS app
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app
USER 10001:10001
CMD ["/usr/bin/env"]
