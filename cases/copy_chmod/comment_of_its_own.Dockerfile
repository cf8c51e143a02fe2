# A comment that says what the RUN does goes with it; one for more than that RUN stays.
FROM debian:bookworm-slim
COPY first.sh /usr/local/bin/first.sh

# Make it executable
RUN chmod +x /usr/local/bin/first.sh

COPY second.sh /usr/local/bin/second.sh
# The second one, and what it reads
RUN chmod +x /usr/local/bin/second.sh
COPY second.conf /etc/second.conf

COPY third.sh /usr/local/bin/third.sh
# --- Start ---
RUN chmod +x /usr/local/bin/third.sh

COPY fourth.sh /usr/local/bin/fourth.sh
# RUN sed -i 's/\r$//' /usr/local/bin/fourth.sh
RUN chmod +x /usr/local/bin/fourth.sh

COPY fifth.sh /usr/local/bin/fifth.sh
# The last one is run at the end of all,
# so it must be executable too.
RUN chmod +x /usr/local/bin/fifth.sh

# The first one
CMD ["first.sh"]
