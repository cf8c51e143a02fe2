# A chmod for each file: the RUN goes with the last of them.
FROM debian:12
COPY --chmod=755 a.sh /a.sh
COPY --chmod=755 b.sh /b.sh
COPY --chmod=755 c.sh /c.sh
CMD ["/a.sh"]
