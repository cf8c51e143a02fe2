# What it does is seen where no slash is in its name, too.
FROM python:3.12-slim
WORKDIR /srv
COPY . .
CMD sh start.sh
