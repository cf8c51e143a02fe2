# So has this one.
FROM cgr.dev/chainguard/python:latest
WORKDIR /app
COPY main.py .
ENTRYPOINT ["python", "main.py"]
