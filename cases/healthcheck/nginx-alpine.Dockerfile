# The image's own configuration stays, and a site is put in: port 80, asked by busybox.
FROM nginx:1.27-alpine
COPY html /usr/share/nginx/html
