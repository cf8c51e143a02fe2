# Well-known names of files that are no archives; zip and jar are none that ADD unpacks.
FROM eclipse-temurin:21-jre
WORKDIR /srv
COPY entrypoint.sh /usr/local/bin/
COPY requirements.txt constraints.txt ./
COPY build/libs/app.jar bundle.zip plugin.war /srv/lib/
COPY tool_1.2-3_amd64.deb app.conf.template /tmp/
