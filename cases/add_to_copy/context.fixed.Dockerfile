# The build context shows what is an archive and what is none, whatever the names say.
FROM alpine:3.20
ADD bundle /opt/bundle
ADD packed /opt/packed
COPY plain /opt/plain
COPY folder /opt/folder
COPY not-there /opt/not-there
COPY folder/* /opt/files/
ADD ./* /opt/all/
COPY ../outside /opt/outside
