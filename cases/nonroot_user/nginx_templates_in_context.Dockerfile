# What the entrypoint makes of templates is known, and it may write it; nginx's state goes to /tmp.
FROM nginx:1.27
ENV PORT=8080
COPY templates/ /etc/nginx/templates/
COPY dist /usr/share/nginx/html
CMD ["nginx", "-g", "daemon off;"]
