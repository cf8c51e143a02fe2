# All that configures it is in sight, and writes nothing but to the container's output.
FROM nginx:stable
COPY sites /etc/nginx/conf.d
COPY html /usr/share/nginx/html
