# The COPY would fail without the folder.
FROM python:3.11 AS build
RUN pip install -r requirements.txt

FROM python:3.11-slim
COPY --from=build /root/.cache /root/.cache
RUN pip install --no-cache-dir -r requirements.txt && rm -rf /root/.cache
