# 744 lets others read the script that is started, not run it.
FROM debian:12-slim
COPY --chmod=744 serve.sh /serve.sh
CMD ["/serve.sh"]
