# The script leaves a second program running beside nginx, of which nothing is known.
FROM nginx:1.28
COPY site /usr/share/nginx/html
COPY start.sh /start.sh
EXPOSE 80
ENTRYPOINT ["/start.sh"]
CMD ["nginx", "-g", "daemon off;"]
