# Two files of one COPY, one of another, and all of them named by one chmod.
FROM debian:12
COPY --chmod=755 start.sh stop.sh /opt/
COPY --chmod=755 check.py /opt/check
ENTRYPOINT ["/opt/check"]
