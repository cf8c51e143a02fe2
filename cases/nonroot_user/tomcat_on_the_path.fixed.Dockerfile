# Where Tomcat is, is what CATALINA_HOME says, on another base than its own image.
FROM debian:bookworm-slim
ENV CATALINA_HOME=/srv/tomcat
ENV PATH=$CATALINA_HOME/bin:$PATH
ADD --chown=10001:10001 apache-tomcat.tar.gz /srv/tomcat
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /srv/tomcat \
    && chown -R 10001:10001 /srv/tomcat
USER 10001:10001
CMD ["catalina.sh", "run"]
