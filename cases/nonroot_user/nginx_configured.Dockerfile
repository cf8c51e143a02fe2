# The configuration is the repository's own and in sight: its pid line is another, and it has no
# folders for what is buffered. What it logs beside the image's own two files goes to the output.
FROM nginx:1.27-alpine
RUN rm /etc/nginx/nginx.conf /etc/nginx/conf.d/default.conf
COPY nginx.conf /etc/nginx/nginx.conf
COPY sites/ /etc/nginx/sites/
COPY html /usr/share/nginx/html
ENTRYPOINT ["nginx", "-g", "daemon off;"]
