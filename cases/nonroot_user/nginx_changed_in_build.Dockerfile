# What the build makes of the configuration is not known.
FROM nginx:1.27
RUN sed -i 's/worker_connections .*/worker_connections 64;/' /etc/nginx/nginx.conf
COPY html /usr/share/nginx/html
