# The file is its owner's alone: 755 would open it to all, which +x does not.
FROM debian:12
COPY serve.sh /usr/local/bin/serve.sh
RUN chmod +x /usr/local/bin/serve.sh
CMD ["serve.sh"]
