# What the application calls is not in sight: it is done on request alone.
FROM python:3.12
CMD ["python", "app.py"]
