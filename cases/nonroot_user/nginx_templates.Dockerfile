# The entrypoint writes the configuration from templates when the container starts.
FROM nginx:1.27
COPY site.conf.template /etc/nginx/templates/
