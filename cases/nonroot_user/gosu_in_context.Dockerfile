# The script changes to its user by itself.
FROM debian:12
RUN apt-get update && apt-get install -y gosu
COPY entrypoint.sh /entrypoint.sh
ENTRYPOINT ["/entrypoint.sh"]
CMD ["serve"]
