# What its author says of the start counts: the folder that is mounted is root's on the host.
FROM python:3.12-slim
RUN useradd --system scanner
WORKDIR /home/scanner
# pip needs root here, which says nothing of the start
RUN pip install --no-cache-dir gunicorn
COPY . .
# Right now we need to be root at runtime, to create files in /home/shared.
# USER scanner
ENTRYPOINT ["gunicorn", "-b", "0.0.0.0:8000", "scan:app"]
