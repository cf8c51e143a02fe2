# A comment that says what the RUN does goes with it; one for more than that RUN stays.
FROM debian:bookworm-slim
COPY --chmod=755 first.sh /usr/local/bin/first.sh

COPY --chmod=755 second.sh /usr/local/bin/second.sh
# The second one, and what it reads
COPY second.conf /etc/second.conf

COPY --chmod=755 third.sh /usr/local/bin/third.sh
# --- Start ---

COPY --chmod=755 fourth.sh /usr/local/bin/fourth.sh
# RUN sed -i 's/\r$//' /usr/local/bin/fourth.sh

COPY --chmod=755 fifth.sh /usr/local/bin/fifth.sh
# The last one is run at the end of all,
# so it must be executable too.

# The first one
CMD ["first.sh"]
