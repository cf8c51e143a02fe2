# mkdir -p makes reports as well, and the program may write there as well; -m takes a value.
FROM python:3.11-slim
WORKDIR /app
COPY . .
RUN mkdir -p reports/daily && mkdir -p -m 750 /spool/in/new && mkdir logs
CMD ["python", "count.py"]
