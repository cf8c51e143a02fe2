FROM archlinux:base
# Arch has nologin elsewhere again.
COPY tool /opt/tool/tool
CMD ["/opt/tool/tool", "serve"]
