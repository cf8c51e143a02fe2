# The same image, from a registry that has it from Docker Hub.
FROM public.ecr.aws/docker/library/nginx:1.27
COPY html /usr/share/nginx/html
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && sed -i -e 's,^pid .*,pid /tmp/nginx.pid;,' \
        -e 's,^http {,& client_body_temp_path /tmp/client_body_temp; proxy_temp_path /tmp/proxy_temp;,' \
        -e 's,^http {,& fastcgi_temp_path /tmp/fastcgi_temp; uwsgi_temp_path /tmp/uwsgi_temp;,' \
        -e 's,^http {,& scgi_temp_path /tmp/scgi_temp;,' \
        /etc/nginx/nginx.conf
USER 10001:10001
