# Templates come with a whole folder, behind which nobody sees them.
FROM nginx:1.27
COPY nginx /etc/nginx
