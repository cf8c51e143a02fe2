# chown -R does not follow the link to Tomcat's folder.
FROM debian:bookworm-slim
RUN tar -xzf /tmp/tomcat.tar.gz -C /opt && ln -s /opt/apache-tomcat-10.1.1 /opt/tomcat
CMD ["sh", "/opt/tomcat/bin/catalina.sh", "run"]
