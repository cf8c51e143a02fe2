# Where Tomcat is, is what CATALINA_HOME says, on another base than its own image.
FROM debian:bookworm-slim
ENV CATALINA_HOME=/srv/tomcat
ENV PATH=$CATALINA_HOME/bin:$PATH
ADD apache-tomcat.tar.gz /srv/tomcat
CMD ["catalina.sh", "run"]
