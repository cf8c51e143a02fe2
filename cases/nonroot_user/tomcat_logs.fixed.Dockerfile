# The scripts of Tomcat hand its options on to Java.
FROM tomcat:10.1-jre17-temurin
COPY shop.war /usr/local/tomcat/webapps/
ENV CATALINA_OPTS=-Xlog:gc:file=/logs/gc.log
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /logs /usr/local/tomcat/logs /usr/local/tomcat/temp /usr/local/tomcat/work /usr/local/tomcat/webapps \
    && chown -R 10001:10001 /logs /usr/local/tomcat/logs /usr/local/tomcat/temp /usr/local/tomcat/work /usr/local/tomcat/webapps
USER 10001:10001
CMD ["catalina.sh", "run"]
