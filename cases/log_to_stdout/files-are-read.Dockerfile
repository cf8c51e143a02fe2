# A shipper reads the files.
FROM debian:12-slim
RUN apt-get update && apt-get install -y nginx filebeat
COPY filebeat.yml /etc/filebeat/
CMD filebeat & nginx -g 'daemon off;'
