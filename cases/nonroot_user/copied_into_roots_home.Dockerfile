# What pip --user installed is looked for in the home folder of who runs it.
FROM python:3.12-slim AS build
RUN pip install --user flask

FROM python:3.12-slim
COPY --from=build /root/.local /root/.local
WORKDIR /app
COPY . .
CMD ["python", "main.py"]
