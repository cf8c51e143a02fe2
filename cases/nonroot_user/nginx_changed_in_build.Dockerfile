# What the build makes of the configuration is not known.
FROM nginx:1.27
RUN sed -i '/^http/r /srv/more.conf' /etc/nginx/nginx.conf
COPY html /usr/share/nginx/html
