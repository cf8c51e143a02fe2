# The CMD of the base image is dropped by an ENTRYPOINT, and so is that of the stage below.
FROM python:3.12 AS base
CMD ["python3"]

FROM base
ENTRYPOINT ["gunicorn", "app:app"]
