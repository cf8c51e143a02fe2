# The COPY has set it: the chmod does nothing more.
FROM debian:12
COPY --chmod=755 run.sh /run.sh
CMD ["/run.sh"]
