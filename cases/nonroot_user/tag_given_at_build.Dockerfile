# All tags of python run as root; which system it is, is known only at build.
ARG VERSION
FROM python:${VERSION}
WORKDIR /app
COPY . .
CMD ["python", "app.py"]
