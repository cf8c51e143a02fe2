# A folder is never unpacked, whatever it holds.
FROM python:3.12
WORKDIR /app
COPY . /app
COPY ./ .
COPY src/ ./src/
COPY ./conf.d /etc/app/conf.d
