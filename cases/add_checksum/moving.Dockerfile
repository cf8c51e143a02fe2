# Files that are meant to change would stop the build when they do.
FROM debian:12-slim
ADD https://dl.example.org/tool/latest/tool-1.4.tar.gz /opt/
ADD https://raw.githubusercontent.com/example/tool/master/wait-1.0.sh /usr/local/bin/
ADD https://download.example.org/linux/gpg /tmp/key
ADD https://github.com/example/tool/archive/refs/tags/v1.4.2.tar.gz /opt/
