# dash makes one folder, which is named {daily,weekly}: the program makes its own in out.
FROM python:3.11-slim
WORKDIR /app
COPY . .
RUN mkdir -p out/{daily,weekly} {logs,cache}
CMD ["python", "count.py"]
