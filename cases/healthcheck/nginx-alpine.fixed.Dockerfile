# The image's own configuration stays, and a site is put in: port 80, asked by busybox.
FROM nginx:1.27-alpine
COPY html /usr/share/nginx/html
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["nc", "-z", "-w", "3", "127.0.0.1", "80"]
