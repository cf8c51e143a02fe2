# A cache of its own is in no folder that all may write to: on request only.
FROM nginx:1.27
COPY cache.conf /etc/nginx/conf.d/cache.conf
