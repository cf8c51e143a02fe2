# .env is copied and not beside its program: it is kept out of the repository, for what is in it.
FROM python:3.11-slim
WORKDIR /app
COPY bot.py ./
COPY .env ./
CMD ["python", "bot.py"]
