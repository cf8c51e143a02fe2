# Without a WORKDIR, a destination that is not absolute hangs on the base's own folder.
FROM python:3.12
COPY app/ /
COPY main.py /src/main.py
WORKDIR /srv
COPY main.py main.py

FROM golang:1.22
COPY main.go /go/

FROM example.com/unknown:1
COPY main.py main.py
