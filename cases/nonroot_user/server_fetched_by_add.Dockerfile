# ADD leaves an archive that it fetches as it is: the build unpacks the server, which writes there
FROM eclipse-temurin:21-jre
ADD https://example.com/broker-3.6.tgz /opt/
RUN tar -xzf /opt/broker-3.6.tgz -C /opt && rm /opt/broker-3.6.tgz
CMD ["/opt/broker-3.6/bin/broker-start.sh", "/opt/broker-3.6/config/server.properties"]
