# On request nginx gets the folders that it writes to.
FROM nginx:1.27
COPY cache.conf /etc/nginx/conf.d/cache.conf
