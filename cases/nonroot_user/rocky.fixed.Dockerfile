# Red Hat's line has nologin elsewhere.
FROM rockylinux:9
WORKDIR /opt/tool
COPY --chown=10001:10001 tool.py .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /sbin/nologin app \
    && chown 10001:10001 /opt/tool
USER 10001:10001
CMD ["python3", "tool.py"]
