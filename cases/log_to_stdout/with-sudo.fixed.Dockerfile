# sudo installs, and sudo links.
FROM registry.example.org/base:1
RUN sudo apt-get update && sudo apt-get install -y nginx && sudo ln -sf /dev/stdout /var/log/nginx/access.log && sudo ln -sf /dev/stderr /var/log/nginx/error.log
CMD ["nginx", "-g", "daemon off;"]
