# A shell reads the script that lies where it works, whose name has no slash.
FROM python:3.12-slim
WORKDIR /srv
COPY . .
CMD ["bash", "start.sh"]
