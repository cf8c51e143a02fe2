# Arch has nologin elsewhere again.
FROM archlinux:base
COPY tool /opt/tool/tool
CMD ["/opt/tool/tool", "serve"]
