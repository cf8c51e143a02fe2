# One program and its arguments.
FROM python:3.12
CMD ["gunicorn", "app:app", "-c", "gunicorn_conf.py"]

FROM node:20
cmd   ["npm",   "start"]
