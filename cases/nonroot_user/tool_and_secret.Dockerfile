# One mode for a tool and for what is closed on purpose: it stays, and so does root.
FROM debian:12-slim
RUN chmod 700 /usr/local/bin/tool /etc/app/keys
CMD ["/opt/app/serve"]
