# the program itself is named where it lies
FROM python:3.12-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --user -r requirements.txt
COPY . .
CMD ["/root/.local/bin/gunicorn", "shop.wsgi"]
