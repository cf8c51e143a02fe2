# Words as the program gets them, and JSON's own escapes.
FROM nginx:1.27 AS unused
FROM debian:12
CMD ["nginx", "-g", "daemon off;", "-c", "/etc/nginx/my nginx.conf", "a b", "say \"hi\"", "$HOME"]
