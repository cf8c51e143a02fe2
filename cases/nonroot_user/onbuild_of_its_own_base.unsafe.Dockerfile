# The trigger runs at the start of the second stage: what it puts there, and as whom, is not followed.
FROM debian:12 AS tools
ONBUILD RUN cp /etc/profile /root/.profile
FROM tools AS app
CMD ["/usr/bin/env"]
