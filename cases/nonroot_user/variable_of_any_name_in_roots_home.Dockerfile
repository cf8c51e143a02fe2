# Whatever the variable is called: what it names is closed to another user.
FROM python:3.12
ENV WINEPREFIX=/root/.wine
WORKDIR /app
COPY main.py .
CMD ["python", "main.py"]
