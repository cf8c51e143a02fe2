# The base starts as root on purpose, and so may the script that takes the place of its own.
FROM redis:7
COPY start.sh /start.sh
ENTRYPOINT ["/start.sh"]
