# A word that is no program: the script is told which of its roles to take.
FROM alpine:3.20
COPY run.sh /opt/etcd/
ENTRYPOINT ["/opt/etcd/run.sh"]
CMD ["node"]
