# nginx writes its state to folders that a read-only container does not let it: on request only.
FROM nginx:1.27
COPY html /usr/share/nginx/html
