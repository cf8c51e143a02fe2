# Without a WORKDIR, a destination that is not absolute hangs on the base's own folder.
FROM python:3.12
ADD app/ .
ADD main.py src/main.py
WORKDIR /srv
ADD main.py main.py

FROM golang:1.22
ADD main.go ./

FROM example.com/unknown:1
ADD main.py main.py
