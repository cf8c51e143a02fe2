# the variable would lead the other account's packages into a folder that is not its own
FROM python:3.12-slim
RUN useradd --create-home tools && pip install --no-cache-dir --user flask
USER tools
RUN pip install --no-cache-dir --user black
USER root
WORKDIR /app
COPY . .
CMD ["python", "main.py"]
