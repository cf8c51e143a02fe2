# Flags of the builder stay in front of the command, and apart from it.
FROM python:3.12
RUN --network=default pip install flask
RUN --mount=type=bind,target=/src pip install /src
ONBUILD RUN pip install -r requirements.txt
