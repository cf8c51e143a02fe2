# what else lies below ~/.local would be lost on PATH
FROM python:3.12-slim
RUN curl -sSL https://install.python-poetry.org | python3 -
RUN curl -LsSf https://get.example.com/tool.sh | sh
ENV PATH="/root/.local/bin:$PATH"
WORKDIR /app
COPY . .
RUN poetry config virtualenvs.in-project true --local && poetry install
CMD ["poetry", "run", "shop"]
