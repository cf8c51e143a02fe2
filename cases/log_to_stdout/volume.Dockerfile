# The files are for who mounts the volume.
FROM debian:12-slim
RUN apt-get update && apt-get install -y nginx
VOLUME /var/log/nginx
CMD ["nginx", "-g", "daemon off;"]
