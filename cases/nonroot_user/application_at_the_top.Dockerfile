# The application lies in /, and what it writes beside itself only root can.
FROM python:3.12-slim
COPY . .
RUN pip install -r requirements.txt
CMD ["python", "main.py"]
