# The shell makes two of them; dash, in the other case, one that is named so.
FROM python:3.11-slim
SHELL ["/bin/bash", "-c"]
WORKDIR /app
COPY . .
RUN mkdir -p out/{daily,weekly} {logs,cache}
CMD ["python", "count.py"]
