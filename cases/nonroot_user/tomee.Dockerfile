# It writes where it is unpacked, which is root's.
FROM tomee:9
COPY app.war /usr/local/tomee/webapps/
CMD ["catalina.sh", "run"]
