# What the entrypoint makes of templates is known, and it may write it; nginx's state goes to /tmp.
FROM nginx:1.27
ENV PORT=8080
COPY templates/ /etc/nginx/templates/
COPY dist /usr/share/nginx/html
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /etc/nginx/conf.d \
    && chown -R 10001:10001 /etc/nginx/conf.d \
    && sed -i -e 's,^pid .*,pid /tmp/nginx.pid;,' \
        -e 's,^http {,& client_body_temp_path /tmp/client_body_temp; proxy_temp_path /tmp/proxy_temp;,' \
        -e 's,^http {,& fastcgi_temp_path /tmp/fastcgi_temp; uwsgi_temp_path /tmp/uwsgi_temp;,' \
        -e 's,^http {,& scgi_temp_path /tmp/scgi_temp;,' \
        /etc/nginx/nginx.conf
USER 10001:10001
CMD ["nginx", "-g", "daemon off;"]
