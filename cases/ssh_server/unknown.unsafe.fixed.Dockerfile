# What the base starts is not known: not by default.
FROM registry.example.com/base:1
EXPOSE 80
CMD ["run"]
