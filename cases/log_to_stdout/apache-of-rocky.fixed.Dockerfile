# The names that Red Hat gives them.
FROM rockylinux:9
RUN dnf install -y httpd && dnf clean all && ln -sf /dev/stdout /var/log/httpd/access_log && ln -sf /dev/stderr /var/log/httpd/error_log
COPY site /var/www/html
CMD ["httpd", "-D", "FOREGROUND"]
