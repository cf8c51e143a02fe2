# What is made a program is not what was copied.
FROM debian:12
COPY start.sh /start.sh
COPY other.sh /other.sh
RUN envsubst < /start.sh > /tmp/start.sh && mv /tmp/start.sh /start.sh
RUN chmod +x /start.sh
RUN cat /tmp/a > /other.sh && chmod +x /other.sh
CMD ["/start.sh"]
