# A script of the image's own entrypoint writes the site at every start, where only root may.
FROM nginx:1.28
COPY site /usr/share/nginx/html
COPY 40-port.sh /docker-entrypoint.d/40-port.sh
