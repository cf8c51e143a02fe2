# Nobody knows whom this base runs as, nor what it has.
FROM registry.example.com/team/runtime:4
COPY app /opt/app/app
CMD ["/opt/app/app"]
