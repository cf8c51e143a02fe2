# Alpine's configuration names no pid, and only its own account may enter its folder.
FROM alpine:3.23
RUN apk add --no-cache nginx \
    && ln -sf /dev/stdout /var/log/nginx/access.log \
    && ln -sf /dev/stderr /var/log/nginx/error.log
COPY site.conf /etc/nginx/http.d/default.conf
COPY html /srv/html
CMD ["nginx", "-g", "daemon off;"]
