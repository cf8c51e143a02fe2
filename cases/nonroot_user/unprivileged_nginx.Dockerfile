# And this one.
FROM nginxinc/nginx-unprivileged:1.27
COPY html /usr/share/nginx/html
