# the installer puts Poetry below the home folder, unless it is told of one; PATH follows
FROM python:3.12-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl && rm -rf /var/lib/apt/lists/*
RUN curl -sSL https://install.python-poetry.org | python3 - --version 2.1.3
ENV PATH="/root/.local/bin:$PATH" \
    POETRY_VIRTUALENVS_IN_PROJECT=1
WORKDIR /app
COPY . .
RUN poetry install
CMD ["poetry", "run", "shop"]
