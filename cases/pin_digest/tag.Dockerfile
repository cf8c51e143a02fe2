# The tag stays, and what it points to now is written behind it.
FROM python:3.12-slim AS build
RUN pip wheel -w /wheels flask

FROM --platform=$TARGETPLATFORM python:3.12-slim
COPY --from=build /wheels /wheels
