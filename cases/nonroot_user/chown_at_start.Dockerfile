# The script gives files away at start, which only root can.
FROM python:3.12-slim
WORKDIR /app
COPY entrypoint.sh main.py ./
ENTRYPOINT ["./entrypoint.sh"]
CMD ["python", "main.py"]
