# Lists that nothing uses.
FROM python:3.12

RUN apt-get update

RUN pip install flask
CMD ["flask", "run"]
