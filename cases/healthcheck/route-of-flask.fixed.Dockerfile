# The application serves /healthz: it is asked for that; a USER stays in front.
FROM python:3.12-slim
WORKDIR /app
COPY app.py .
USER 10001
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-I", "-c", "import http.client, os; c = http.client.HTTPConnection('127.0.0.1', int(os.environ.get('PORT') or 5000), timeout=3); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status >= 400)"]

# starts the server
CMD ["python", "app.py"]
