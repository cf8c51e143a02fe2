# CMD fills in what the browser is to know, and ends in nginx.
FROM nginx:1.28
COPY site /usr/share/nginx/html
CMD ["/bin/sh", "-c", "envsubst < /usr/share/nginx/html/env.tmpl > /usr/share/nginx/html/env.js && exec nginx -g 'daemon off;'"]
