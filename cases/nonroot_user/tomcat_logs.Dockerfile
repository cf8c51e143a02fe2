# The scripts of Tomcat hand its options on to Java.
FROM tomcat:10.1-jre17-temurin
COPY shop.war /usr/local/tomcat/webapps/
ENV CATALINA_OPTS=-Xlog:gc:file=/logs/gc.log
CMD ["catalina.sh", "run"]
