# The server listens elsewhere: only reported, for either number may be the wrong one.
FROM python:3.12-slim
EXPOSE 5000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]
