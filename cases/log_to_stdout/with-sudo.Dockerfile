# sudo installs, and sudo links.
FROM registry.example.org/base:1
RUN sudo apt-get update && sudo apt-get install -y nginx
CMD ["nginx", "-g", "daemon off;"]
