# The client for Python that root makes looks for its engine in root's home.
FROM python:3.12-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
RUN python -m prisma generate
CMD ["uvicorn", "main:app", "--host", "0.0.0.0"]
