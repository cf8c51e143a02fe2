# A list that the build alone reads may lie in root's home.
FROM python:3.12-slim
COPY requirements.txt /root/
RUN cd /root && pip install -r requirements.txt
WORKDIR /app
COPY . .
CMD ["python", "main.py"]
