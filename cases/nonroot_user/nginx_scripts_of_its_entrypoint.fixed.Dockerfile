# The image's own entrypoint runs a script that is in sight, in front of nginx.
FROM nginx:1.28
COPY site /usr/share/nginx/html
COPY --chown=10001:10001 40-settings.sh /docker-entrypoint.d/
RUN chmod +x /docker-entrypoint.d/40-settings.sh
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /usr/share/nginx/html \
    && chown -R 10001:10001 /usr/share/nginx/html \
    && sed -i -e 's,^pid .*,pid /tmp/nginx.pid;,' \
        -e 's,^http {,& client_body_temp_path /tmp/client_body_temp; proxy_temp_path /tmp/proxy_temp;,' \
        -e 's,^http {,& fastcgi_temp_path /tmp/fastcgi_temp; uwsgi_temp_path /tmp/uwsgi_temp;,' \
        -e 's,^http {,& scgi_temp_path /tmp/scgi_temp;,' \
        /etc/nginx/nginx.conf
USER 10001:10001
