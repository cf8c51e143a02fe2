# The stage is no image: nobody gains from it.
FROM python:3.12-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc && pip install --prefix=/out -r requirements.txt
FROM python:3.12-slim
COPY --from=build /out /usr/local
CMD ["gunicorn", "app:app"]
