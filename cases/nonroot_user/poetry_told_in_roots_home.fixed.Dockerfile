# what Poetry is told lies in root's home too, and is told to everyone
FROM python:3.12-slim
WORKDIR /app
COPY . .
ENV POETRY_VIRTUALENVS_CREATE=false
RUN pip install --no-cache-dir poetry \
    && poetry config virtualenvs.create false \
    && poetry install --no-interaction
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown -R 10001:10001 /app
USER 10001:10001
CMD ["poetry", "run", "shop"]
