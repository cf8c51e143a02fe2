# nginx keeps its state where any user may write; what it serves is read.
FROM nginx:1.27
COPY html /usr/share/nginx/html
