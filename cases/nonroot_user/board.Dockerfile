# A base for a board: what runs on it uses devices, which are root's.
FROM balenalib/raspberrypi4-64-python:3.11-bookworm
WORKDIR /app
COPY matrix.py .
CMD ["python", "matrix.py"]
