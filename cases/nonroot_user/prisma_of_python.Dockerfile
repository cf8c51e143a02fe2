# Prisma's client for Python is made where the package lies, which is root's: here at every start.
FROM python:3.12-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
EXPOSE 8000
CMD prisma db push && uvicorn main:app --host 0.0.0.0
