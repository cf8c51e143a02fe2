# The names that Red Hat gives them.
FROM rockylinux:9
RUN dnf install -y httpd && dnf clean all
COPY site /var/www/html
CMD ["httpd", "-D", "FOREGROUND"]
