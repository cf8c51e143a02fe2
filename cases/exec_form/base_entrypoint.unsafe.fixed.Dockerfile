# What the base image starts first looks at its arguments: at `redis-server` it drops its
# privileges, at `nginx` it writes its configuration.
FROM redis:7
CMD ["redis-server", "/etc/redis.conf"]

FROM nginx:1.27
CMD ["nginx", "-g", "daemon off;"]

FROM registry.example.com/team/base:1
CMD ["server"]
