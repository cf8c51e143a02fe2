# What lies below root's home is reached through it.
FROM python:3.12-slim
WORKDIR /root/bot
COPY --chown=10001:10001 . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /root/bot /root
USER 10001:10001
CMD ["python", "/root/bot/bot.py"]
