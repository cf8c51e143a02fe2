# On Alpine.
FROM python:3.12-alpine
RUN apk add --no-cache gcc musl-dev libffi-dev
WORKDIR /srv
COPY requirements.txt constraints.txt ./
RUN pip install -r requirements.txt -c constraints.txt
COPY src /srv/src
CMD ["python", "-m", "src"]
