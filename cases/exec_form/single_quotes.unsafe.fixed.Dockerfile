# A list that is no JSON: the shell looks for a program by the name of `[python,`.
FROM python:3.12
CMD ["python", "app.py"]

FROM python:3.12
CMD ["python", "app.py"]
