# Red Hat's line has nologin elsewhere.
FROM rockylinux:9
WORKDIR /opt/tool
COPY tool.py .
CMD ["python3", "tool.py"]
