# A setting that is changed in the build is no matter of where nginx writes.
FROM nginx:1.27
RUN sed -i 's/worker_connections .*/worker_connections 64;/' /etc/nginx/nginx.conf
COPY html /usr/share/nginx/html
