# So does that of Alpine; a site has a log of its own beside it.
FROM alpine:3.20
RUN apk add --no-cache nginx
COPY default.conf /etc/nginx/http.d/default.conf
EXPOSE 80
ENTRYPOINT ["nginx", "-g", "daemon off;"]
