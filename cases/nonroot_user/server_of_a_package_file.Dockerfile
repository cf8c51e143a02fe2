# a package that is there as a file makes an account as well
FROM debian:bookworm-slim
ADD https://repo.example.com/influxdb2-2.7.4-amd64.deb /tmp/influxdb.deb
RUN dpkg -i /tmp/influxdb.deb && rm /tmp/influxdb.deb
ENTRYPOINT ["/usr/bin/influxd"]
