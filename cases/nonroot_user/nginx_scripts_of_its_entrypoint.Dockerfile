# The image's own entrypoint runs a script that is in sight, in front of nginx.
FROM nginx:1.28
COPY site /usr/share/nginx/html
COPY 40-settings.sh /docker-entrypoint.d/
RUN chmod +x /docker-entrypoint.d/40-settings.sh
