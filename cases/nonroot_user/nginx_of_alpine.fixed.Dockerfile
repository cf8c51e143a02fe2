# Alpine's configuration names no pid, and only its own account may enter its folder.
FROM alpine:3.23
RUN apk add --no-cache nginx \
    && ln -sf /dev/stdout /var/log/nginx/access.log \
    && ln -sf /dev/stderr /var/log/nginx/error.log
COPY site.conf /etc/nginx/http.d/default.conf
COPY --chown=10001:10001 html /srv/html
RUN addgroup -g 10001 app \
    && adduser -u 10001 -G app -s /sbin/nologin -D app \
    && chown 10001:10001 /var/lib/nginx \
    && sed -i -e '1i pid /tmp/nginx.pid;' \
        -e 's,^http {,& client_body_temp_path /tmp/client_body_temp; proxy_temp_path /tmp/proxy_temp;,' \
        -e 's,^http {,& fastcgi_temp_path /tmp/fastcgi_temp; uwsgi_temp_path /tmp/uwsgi_temp;,' \
        -e 's,^http {,& scgi_temp_path /tmp/scgi_temp;,' \
        /etc/nginx/nginx.conf
USER 10001:10001
CMD ["nginx", "-g", "daemon off;"]
