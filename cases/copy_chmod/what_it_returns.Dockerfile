# What chmod returns is used, so it stays.
FROM debian:12
COPY run.sh /run.sh
RUN chmod +x /run.sh || true
RUN if chmod +x /run.sh; then echo done; fi
CMD ["/run.sh"]
