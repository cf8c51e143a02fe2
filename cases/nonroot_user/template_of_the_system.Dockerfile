# the script is out of sight, and what it makes of the template goes where only root writes
FROM alpine:3.23
COPY relay /usr/local/bin/relay
COPY relay.conf.template /etc/relay/relay.conf.template
COPY entrypoint.sh /entrypoint.sh
ENTRYPOINT ["/entrypoint.sh"]
CMD ["relay"]
