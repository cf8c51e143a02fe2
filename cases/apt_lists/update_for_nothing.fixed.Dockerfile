# Lists that nothing uses.
FROM python:3.12

RUN pip install flask
CMD ["flask", "run"]
