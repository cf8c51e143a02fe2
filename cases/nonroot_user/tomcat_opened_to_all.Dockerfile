# What the build lets everyone read stays root's, but for where Tomcat writes.
FROM debian:bookworm-slim
ENV CATALINA_HOME=/usr/local/tomcat
WORKDIR $CATALINA_HOME
RUN tar -xzf /tmp/tomcat.tar.gz --strip-components=1 && chmod -R +rX .
CMD ["/usr/local/tomcat/bin/catalina.sh", "run"]
