# Tomcat's archives are closed to others: the folder is given over with all that is in it.
FROM debian:bookworm-slim
COPY apache-tomcat.tar.gz /tmp/
RUN tar -xzf /tmp/apache-tomcat.tar.gz -C /opt && mv /opt/apache-tomcat-10.1.1 /opt/tomcat
WORKDIR /opt/tomcat
COPY shop.war webapps/
CMD ["/opt/tomcat/bin/catalina.sh", "run"]
