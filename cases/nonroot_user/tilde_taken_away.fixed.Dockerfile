# What the build takes away again is nobody's to look for.
FROM debian:12
RUN wget -qO ~/tool.sh https://tools.example.org/install.sh && sh ~/tool.sh --prefix=/opt/tool && rm ~/tool.sh
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app
USER 10001:10001
CMD ["/opt/tool/bin/tool"]
