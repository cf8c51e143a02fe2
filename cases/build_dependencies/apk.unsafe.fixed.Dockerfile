# Alpine: the compiler goes, the library that psycopg2 loads stays.
FROM python:3.12-alpine
WORKDIR /app
COPY requirements.txt .
RUN apk add --no-cache gcc musl-dev postgresql-dev curl libgcc libpq \
    && pip install --no-cache-dir -r requirements.txt \
    && apk del gcc musl-dev postgresql-dev
COPY . .
CMD ["gunicorn", "app:app"]
