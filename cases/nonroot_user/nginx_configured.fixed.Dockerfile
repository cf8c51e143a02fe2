# The configuration is the repository's own and in sight: its pid line is another, and it has no
# folders for what is buffered. What it logs beside the image's own two files goes to the output.
FROM nginx:1.27-alpine
RUN rm /etc/nginx/nginx.conf /etc/nginx/conf.d/default.conf
COPY nginx.conf /etc/nginx/nginx.conf
COPY sites/ /etc/nginx/sites/
COPY html /usr/share/nginx/html
RUN addgroup -g 10001 app \
    && adduser -u 10001 -G app -s /sbin/nologin -D app \
    && sed -i -e 's,/var/run/nginx.pid,/tmp/nginx.pid,' \
        -e 's,^http{,& client_body_temp_path /tmp/client_body_temp; proxy_temp_path /tmp/proxy_temp;,' \
        -e 's,^http{,& fastcgi_temp_path /tmp/fastcgi_temp; uwsgi_temp_path /tmp/uwsgi_temp;,' \
        -e 's,^http{,& scgi_temp_path /tmp/scgi_temp;,' \
        /etc/nginx/nginx.conf \
    && ln -sf /dev/stdout /var/log/nginx/shop.access.log
USER 10001:10001
ENTRYPOINT ["nginx", "-g", "daemon off;"]
