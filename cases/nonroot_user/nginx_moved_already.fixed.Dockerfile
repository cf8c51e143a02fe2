# The author has moved its state already, and only the user is missing.
FROM nginx:1.27
RUN sed -i -e 's,^pid .*,pid /tmp/nginx.pid;,' \
        -e 's,^http {,http { client_body_temp_path /tmp/a; proxy_temp_path /tmp/b; fastcgi_temp_path /tmp/c;,' \
        -e 's,fastcgi_temp_path,uwsgi_temp_path /tmp/d; scgi_temp_path /tmp/e; &,' /etc/nginx/nginx.conf
COPY html /usr/share/nginx/html
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app
USER 10001:10001
