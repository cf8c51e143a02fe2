# A site that is not in sight, with TLS, names a key.
FROM nginx:1.27
COPY site.conf /etc/nginx/conf.d/default.conf
EXPOSE 80 443
