# A folder is never unpacked, whatever it holds.
FROM python:3.12
WORKDIR /app
ADD . /app
ADD ./ .
ADD src/ ./src/
ADD ./conf.d /etc/app/conf.d
