# CMD fills in what the browser is to know, and ends in nginx.
FROM nginx:1.28
COPY site /usr/share/nginx/html
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
CMD ["/bin/sh", "-c", "envsubst < /usr/share/nginx/html/env.tmpl > /usr/share/nginx/html/env.js && exec nginx -g 'daemon off;'"]
