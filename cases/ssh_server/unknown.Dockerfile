# What the base starts is not known; another port is another thing.
FROM registry.example.com/base:1
EXPOSE 22 80
EXPOSE 2222 22/udp 8022
CMD ["run"]
