# What lies in the home folder is looked for in that of who runs the program.
FROM python:3.12-slim AS build
COPY shop.toml /root/.config/shop/shop.toml

FROM python:3.12-slim
COPY --from=build /root/.config /root/.config
WORKDIR /app
COPY . .
CMD ["python", "main.py"]
