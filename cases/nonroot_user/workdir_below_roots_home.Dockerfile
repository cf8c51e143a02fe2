# What lies below root's home is reached through it.
FROM python:3.12-slim
WORKDIR /root/bot
COPY . .
CMD ["python", "/root/bot/bot.py"]
