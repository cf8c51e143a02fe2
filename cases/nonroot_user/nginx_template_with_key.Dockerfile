# Who may read the key that a variable names is not known.
FROM nginx:1.27
COPY site.conf.template /etc/nginx/templates/default.conf.template
