# Well-known names of files that are no archives; zip and jar are none that ADD unpacks.
FROM eclipse-temurin:21-jre
WORKDIR /srv
ADD entrypoint.sh /usr/local/bin/
ADD requirements.txt constraints.txt ./
ADD build/libs/app.jar bundle.zip plugin.war /srv/lib/
ADD tool_1.2-3_amd64.deb app.conf.template /tmp/
