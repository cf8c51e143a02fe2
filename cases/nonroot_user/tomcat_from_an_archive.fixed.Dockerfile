# Tomcat's archives are closed to others: the folder is given over with all that is in it.
FROM debian:bookworm-slim
COPY apache-tomcat.tar.gz /tmp/
RUN tar -xzf /tmp/apache-tomcat.tar.gz -C /opt && mv /opt/apache-tomcat-10.1.1 /opt/tomcat
WORKDIR /opt/tomcat
COPY --chown=10001:10001 shop.war webapps/
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown -R 10001:10001 /opt/tomcat
USER 10001:10001
CMD ["/opt/tomcat/bin/catalina.sh", "run"]
