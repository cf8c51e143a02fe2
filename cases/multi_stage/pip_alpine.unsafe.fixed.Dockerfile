# On Alpine.
FROM python:3.12-alpine AS build
RUN apk add --no-cache gcc musl-dev libffi-dev
WORKDIR /srv
COPY requirements.txt constraints.txt ./
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
RUN pip install -r requirements.txt -c constraints.txt

FROM python:3.12-alpine
WORKDIR /srv
RUN apk add --no-cache libgcc libffi
COPY --from=build /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
COPY src /srv/src
CMD ["python", "-m", "src"]
