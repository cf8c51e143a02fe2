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
COPY --chown=10001:10001 html /var/www/html
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && touch /etc/ssl/private/shop.key \
    && chown 10001:10001 /etc/ssl/private /etc/ssl/private/shop.key \
    && sed -i -e 's,^pid .*,pid /tmp/nginx.pid;,' \
        -e 's,^http {,& client_body_temp_path /tmp/client_body_temp; proxy_temp_path /tmp/proxy_temp;,' \
        -e 's,^http {,& fastcgi_temp_path /tmp/fastcgi_temp; uwsgi_temp_path /tmp/uwsgi_temp;,' \
        -e 's,^http {,& scgi_temp_path /tmp/scgi_temp;,' \
        /etc/nginx/nginx.conf
USER 10001:10001
CMD nginx
