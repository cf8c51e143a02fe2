# a program in a folder of its own that only its owner may run is the user's
FROM python:3.12-slim
WORKDIR /app
COPY . .
COPY start.sh /opt/scripts/start.sh
RUN chmod u+x /opt/scripts/start.sh
ENTRYPOINT ["/opt/scripts/start.sh"]
CMD ["python", "main.py"]
