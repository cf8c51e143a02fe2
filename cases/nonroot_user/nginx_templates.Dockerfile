# The entrypoint fills in a template that is not in sight: it may write where that goes.
FROM nginx:1.27
COPY site.conf.template /etc/nginx/templates/
