# A chmod for each file: the RUN goes with the last of them.
FROM debian:12
COPY a.sh /a.sh
COPY b.sh /b.sh
COPY c.sh /c.sh
RUN chmod +x /a.sh && chmod +x /b.sh && chmod +x /c.sh
CMD ["/a.sh"]
