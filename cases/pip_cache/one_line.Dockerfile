# The plain case, also in a stage that is only copied from, where hadolint asks for it as well.
FROM python:3.12 AS build
RUN pip install --prefix=/install -r requirements.txt

FROM python:3.12-slim
COPY --from=build /install /usr/local
RUN pip install gunicorn
