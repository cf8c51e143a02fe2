# The package's nginx logs to files.
FROM debian:12-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends nginx \
    && ln -sf /dev/stdout /var/log/nginx/access.log \
    && ln -sf /dev/stderr /var/log/nginx/error.log \
    && rm -rf /var/lib/apt/lists/*
COPY site /var/www/html
CMD ["nginx", "-g", "daemon off;"]
