# What the build lets everyone read stays root's, but for where Tomcat writes.
FROM debian:bookworm-slim
ENV CATALINA_HOME=/usr/local/tomcat
WORKDIR $CATALINA_HOME
RUN tar -xzf /tmp/tomcat.tar.gz --strip-components=1 && chmod -R +rX .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /usr/local/tomcat/logs /usr/local/tomcat/temp /usr/local/tomcat/work /usr/local/tomcat/webapps \
    && chown -R 10001:10001 /usr/local/tomcat/logs /usr/local/tomcat/temp /usr/local/tomcat/work /usr/local/tomcat/webapps
USER 10001:10001
CMD ["/usr/local/tomcat/bin/catalina.sh", "run"]
