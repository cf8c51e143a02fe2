# the installer puts Poetry below the home folder, unless it is told of one; PATH follows
FROM python:3.12-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl && rm -rf /var/lib/apt/lists/*
ENV POETRY_HOME=/opt/poetry
RUN curl -sSL https://install.python-poetry.org | python3 - --version 2.1.3
ENV PATH="/opt/poetry/bin:$PATH" \
    POETRY_VIRTUALENVS_IN_PROJECT=1
WORKDIR /app
COPY . .
RUN poetry install
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown -R 10001:10001 /app
USER 10001:10001
CMD ["poetry", "run", "shop"]
