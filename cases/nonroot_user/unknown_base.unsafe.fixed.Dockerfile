# On request: the number alone, for only root could make an account.
FROM registry.example.com/team/runtime:4
COPY app /opt/app/app
USER 10001:10001
CMD ["/opt/app/app"]
