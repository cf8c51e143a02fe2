# So does that of Alpine; a site has a log of its own beside it.
FROM alpine:3.20
RUN apk add --no-cache nginx && ln -sf /dev/stdout /var/log/nginx/access.log && ln -sf /dev/stdout /var/log/nginx/shop.access.log && ln -sf /dev/stderr /var/log/nginx/error.log
COPY default.conf /etc/nginx/http.d/default.conf
EXPOSE 80
ENTRYPOINT ["nginx", "-g", "daemon off;"]
