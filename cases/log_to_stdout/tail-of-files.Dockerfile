# The container shows the files by itself.
FROM debian:12-slim
RUN apt-get update && apt-get install -y nginx
CMD service nginx start && tail -F /var/log/nginx/access.log
