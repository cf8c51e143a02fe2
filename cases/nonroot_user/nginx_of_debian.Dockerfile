# Debian's package with a site of one's own, whose key the build makes where only root may look.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends nginx-light openssl \
    && ln -sf /dev/stdout /var/log/nginx/access.log \
    && ln -sf /dev/stderr /var/log/nginx/error.log \
    && echo "daemon off;" >> /etc/nginx/nginx.conf \
    && rm -rf /var/lib/apt/lists/*
RUN openssl req -x509 -nodes -newkey rsa:2048 -subj /CN=shop \
        -keyout /etc/ssl/private/shop.key -out /etc/ssl/certs/shop.crt
COPY shop /etc/nginx/sites-available/
RUN ln -s /etc/nginx/sites-available/shop /etc/nginx/sites-enabled/shop
COPY html /var/www/html
CMD nginx
