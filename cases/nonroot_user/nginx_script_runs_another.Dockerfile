# A script of the image's own entrypoint leaves a program running beside nginx.
FROM nginx:1.28
COPY site /usr/share/nginx/html
COPY 40-agent.sh /docker-entrypoint.d/40-agent.sh
