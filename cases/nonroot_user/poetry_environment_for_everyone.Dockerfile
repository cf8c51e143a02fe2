# Poetry keeps the environment below the home folder of who installs, unless a variable says where
FROM python:3.12-slim
WORKDIR /app
RUN pip install --no-cache-dir poetry==2.1.3
COPY pyproject.toml poetry.lock ./
RUN poetry install --no-root --only main
COPY . .
CMD ["poetry", "run", "python", "-m", "shop"]
