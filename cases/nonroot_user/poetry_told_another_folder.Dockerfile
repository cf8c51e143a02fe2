# a folder of its own choice: what else is told of it is not known
FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN pip install --no-cache-dir poetry \
    && poetry config virtualenvs.path .envs \
    && poetry install
CMD ["poetry", "run", "shop"]
