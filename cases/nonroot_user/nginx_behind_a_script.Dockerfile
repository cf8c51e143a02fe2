# The script fills in what the browser is to know, and ends in nginx.
FROM nginx:1.28
COPY site /usr/share/nginx/html
COPY start.sh /start.sh
EXPOSE 80
ENTRYPOINT ["/start.sh"]
CMD ["nginx", "-g", "daemon off;"]
