# Only wheels leave this stage, and hadolint does not ask for the flag here.
FROM python:3.11 AS build
RUN pip wheel --wheel-dir /wheels -r requirements.txt

FROM python:3.11-slim
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir /wheels/*.whl
