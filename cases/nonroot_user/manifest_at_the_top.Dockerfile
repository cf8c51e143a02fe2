# The list of packages is read by the build alone, and the program is not its own to change.
FROM python:3.12-slim
COPY requirements.txt /requirements.txt
RUN pip install --no-cache-dir -r /requirements.txt
COPY listen.py /listen.py
CMD ["python3", "/listen.py"]
