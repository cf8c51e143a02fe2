# The copy is another stage's: its files may be more than this one wants to run.
FROM debian:12 AS base
COPY run.sh /run.sh
FROM base
RUN chmod +x /run.sh
CMD ["/run.sh"]
