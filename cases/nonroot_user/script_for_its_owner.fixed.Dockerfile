# 744 lets others read the script that is started, not run it.
FROM debian:12-slim
COPY --chown=10001:10001 --chmod=744 serve.sh /serve.sh
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app
USER 10001:10001
CMD ["/serve.sh"]
