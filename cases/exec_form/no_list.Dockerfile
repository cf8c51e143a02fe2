# Meant as lists, and not to be guessed at.
FROM python:3.12
CMD ["python" "app.py"]

FROM python:3.12
CMD ['']

FROM python:3.12
CMD [python, app.py]
