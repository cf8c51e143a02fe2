# On request nginx gets the folders that it writes to.
FROM nginx:1.27
COPY cache.conf /etc/nginx/conf.d/cache.conf
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /var/cache/nginx \
    && touch /run/nginx.pid \
    && chown 10001:10001 /run/nginx.pid \
    && chown -R 10001:10001 /var/cache/nginx
USER 10001:10001
