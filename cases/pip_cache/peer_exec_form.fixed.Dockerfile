# The exec form stays one, and JSON.
FROM python:3.12
RUN ["pip", "install", "--no-cache-dir", "flask"]
RUN ["/bin/bash", "-c", "pip install flask"]
