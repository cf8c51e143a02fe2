# Of the site's configuration a reviewer is told: it is not in sight.
FROM node:22 AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run build

FROM nginx:1.27-alpine
RUN rm /etc/nginx/conf.d/default.conf
COPY --from=build /app/dist /usr/share/nginx/html
COPY site.conf /etc/nginx/conf.d/
EXPOSE 80
RUN addgroup -g 10001 app \
    && adduser -u 10001 -G app -s /sbin/nologin -D app \
    && sed -i -e 's,^pid .*,pid /tmp/nginx.pid;,' \
        -e 's,^http {,& client_body_temp_path /tmp/client_body_temp; proxy_temp_path /tmp/proxy_temp;,' \
        -e 's,^http {,& fastcgi_temp_path /tmp/fastcgi_temp; uwsgi_temp_path /tmp/uwsgi_temp;,' \
        -e 's,^http {,& scgi_temp_path /tmp/scgi_temp;,' \
        /etc/nginx/nginx.conf
USER 10001:10001
CMD ["nginx", "-g", "daemon off;"]
