# the build fills it in
FROM alpine:3.23
COPY relay /usr/local/bin/relay
COPY relay.conf.template /etc/relay/
RUN sed s/@PORT@/8080/ /etc/relay/relay.conf.template > /etc/relay/relay.conf
COPY entrypoint.sh /entrypoint.sh
ENTRYPOINT ["/entrypoint.sh"]
CMD ["relay"]
