# A configuration that is not the image's own may keep its state anywhere.
FROM nginx:1.27
COPY nginx.conf /etc/nginx/nginx.conf
