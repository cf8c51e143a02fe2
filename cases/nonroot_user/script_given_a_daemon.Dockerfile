# Scripts run what they are given, most of the time, and Apache starts as root.
FROM debian:12-slim
COPY start.sh /start.sh
ENTRYPOINT ["/start.sh"]
CMD ["apache2ctl", "-D", "FOREGROUND"]
