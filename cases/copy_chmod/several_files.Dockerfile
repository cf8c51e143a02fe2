# Two files of one COPY, one of another, and all of them named by one chmod.
FROM debian:12
COPY start.sh stop.sh /opt/
COPY check.py /opt/check
RUN chmod a+x /opt/start.sh /opt/stop.sh /opt/check
ENTRYPOINT ["/opt/check"]
