# A word that is no program: the script is told which of its roles to take.
FROM alpine:3.20
COPY --chown=10001:10001 run.sh /opt/etcd/
RUN addgroup -g 10001 app \
    && adduser -u 10001 -G app -s /sbin/nologin -D app
USER 10001:10001
ENTRYPOINT ["/opt/etcd/run.sh"]
CMD ["node"]
