# what Poetry is told lies in root's home too, and is told to everyone
FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN pip install --no-cache-dir poetry \
    && poetry config virtualenvs.create false \
    && poetry install --no-interaction
CMD ["poetry", "run", "shop"]
