# The official image opens its own files to all: only what Tomcat writes to is given over.
FROM tomcat:10.1-jre17-temurin
COPY shop.war /usr/local/tomcat/webapps/
CMD ["catalina.sh", "run"]
