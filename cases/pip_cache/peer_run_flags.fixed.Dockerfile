# Flags of the builder stay in front of the command, and apart from it.
FROM python:3.12
RUN --network=default pip install --no-cache-dir flask
RUN --mount=type=bind,target=/src pip install --no-cache-dir /src
ONBUILD RUN pip install --no-cache-dir -r requirements.txt
