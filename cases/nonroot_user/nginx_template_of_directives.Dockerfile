# A variable holds whole directives, and so whatever nginx can be told.
FROM nginx:1.27
COPY site.conf.template /etc/nginx/templates/default.conf.template
