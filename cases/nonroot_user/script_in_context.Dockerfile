# The script only waits and starts the program.
FROM python:3.12-slim
WORKDIR /app
COPY entrypoint.sh main.py ./
ENTRYPOINT ["./entrypoint.sh"]
CMD ["python", "main.py"]
