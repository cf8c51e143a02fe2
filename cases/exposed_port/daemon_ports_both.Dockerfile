# Both of them, and first.
FROM python:3.12-slim
EXPOSE 2375 2376 8000
CMD ["python", "-m", "http.server", "8000"]
