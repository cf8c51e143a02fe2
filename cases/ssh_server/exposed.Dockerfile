# Nothing listens there.
FROM python:3.12
EXPOSE 22
EXPOSE 8000 22/tcp
EXPOSE 22 8000
CMD ["python", "-m", "http.server"]
