# On request: the number alone, for only root could make an account.
FROM registry.example.com/team/runtime:4
COPY app /opt/app/app
CMD ["/opt/app/app"]
