# The build context shows what is an archive and what is none, whatever the names say.
FROM alpine:3.20
ADD bundle /opt/bundle
ADD packed /opt/packed
ADD plain /opt/plain
ADD folder /opt/folder
ADD not-there /opt/not-there
ADD folder/* /opt/files/
ADD ./* /opt/all/
ADD ../outside /opt/outside
