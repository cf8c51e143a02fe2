# The entrypoint writes where a variable says.
FROM nginx:1.27
ENV NGINX_ENVSUBST_OUTPUT_DIR=/etc/nginx
COPY nginx.conf.template /etc/nginx/templates/
