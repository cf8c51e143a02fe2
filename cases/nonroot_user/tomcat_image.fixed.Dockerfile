# The official image opens its own files to all: only what Tomcat writes to is given over.
FROM tomcat:10.1-jre17-temurin
COPY shop.war /usr/local/tomcat/webapps/
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /usr/local/tomcat/logs /usr/local/tomcat/temp /usr/local/tomcat/work /usr/local/tomcat/webapps \
    && chown -R 10001:10001 /usr/local/tomcat/logs /usr/local/tomcat/temp /usr/local/tomcat/work /usr/local/tomcat/webapps
USER 10001:10001
CMD ["catalina.sh", "run"]
