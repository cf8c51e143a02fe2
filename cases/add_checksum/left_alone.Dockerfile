# Not one of these can have a checksum, has one already, or needs one.
FROM debian:12-slim
ARG VERSION=1.4.2
ENV NAME=tool-$VERSION
ADD https://dl.example.org/tool-${VERSION}.jar /opt/
ADD https://dl.example.org/tool-${VERSION:-1.4.2}.jar /opt/
ADD https://dl.example.org/$NAME.jar /opt/
ADD https://dl.example.org/tool-1.4.2.jar https://dl.example.org/tool-1.4.3.jar /opt/
ADD https://dl.example.org/tool-1.4.2.jar local.jar /opt/
ADD --checksum=sha256:0000000000000000000000000000000000000000000000000000000000000000 https://dl.example.org/tool-1.4.2.jar /opt/
ADD https://user:password@dl.example.org/tool-1.4.2.jar /opt/
ADD https://github.com/example/tool.git#v1.4.2 /src
ADD --keep-git-dir=true https://github.com/example/tool-1.4.2.git /src
ADD git@github.com:example/tool.git /src
ADD https://dl.example.org/tool-1.4.2.jar <<EOF /opt/
text
EOF
ADD local-1.4.2.tar.gz /opt/
ONBUILD ADD https://dl.example.org/tool-1.4.2.jar /opt/
