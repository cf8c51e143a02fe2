# What the build takes away again is nobody's to look for.
FROM debian:12
RUN wget -qO ~/tool.sh https://tools.example.org/install.sh && sh ~/tool.sh --prefix=/opt/tool && rm ~/tool.sh
CMD ["/opt/tool/bin/tool"]
