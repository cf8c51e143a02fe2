# Poetry keeps the environment below the home folder of who installs, unless a variable says where
FROM python:3.12-slim
WORKDIR /app
RUN pip install --no-cache-dir poetry==2.1.3
COPY pyproject.toml poetry.lock ./
ENV POETRY_VIRTUALENVS_PATH=/opt/virtualenvs
RUN poetry install --no-root --only main
COPY --chown=10001:10001 . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["poetry", "run", "python", "-m", "shop"]
