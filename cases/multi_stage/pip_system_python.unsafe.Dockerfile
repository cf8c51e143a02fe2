# The program is started with the Python outside of the virtual environment.
FROM python:3.11-slim
RUN apt-get update && apt-get install -y gcc
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
CMD ["/usr/local/bin/python", "app.py"]
