# The folder of a cache that the build alone uses says nothing of the program.
FROM python:3.12-slim
WORKDIR /app
COPY requirements.txt .
RUN mkdir -p /root/.cache/pip && pip install --no-cache-dir -r requirements.txt
RUN mkdir -p ~/.cache/wheels && pip download -d ~/.cache/wheels wheel && rm -r ~/.cache/wheels
COPY . .
CMD ["python", "serve.py"]
